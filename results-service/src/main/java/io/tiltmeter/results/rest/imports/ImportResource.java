package io.tiltmeter.results.rest.imports;

import io.tiltmeter.results.application.imports.HarnessImport;
import io.tiltmeter.results.application.imports.ImportQuery;
import io.tiltmeter.results.application.imports.ImportView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Other people's results, so that their checkpoints get points on our charts. */
@Path("/api/v1/results/import")
@Tag(name = "lm-evaluation-harness")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
    private final HarnessImport imports;

    public ImportResource(HarnessImport imports) {
        this.imports = imports;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Import one results file of lm-evaluation-harness as a checkpoint of a run",
            description = "The body is the file as it is, one a request and at most 64 MiB: of v0.4 (acc,none), or of"
                    + " before (acc), as in EleutherAI/pythia's evals. Every number is kept. A task's point is its main"
                    + " metric: acc_norm of arc_challenge, exact_match under strict-match of gsm8k, f1 of squad, acc of"
                    + " others; its interval comes from the standard error; its arm is <n>-shot. Parts of a group are"
                    + " kept and not charted. The 57 subjects of hendrycksTest, if all are there, get a row of their"
                    + " unweighted mean. The same file again changes nothing.")
    @APIResponse(
            responseCode = "201",
            description = "something new was stored; Location is the run's curve",
            content =
                    @Content(
                            schema = @Schema(implementation = ImportView.class),
                            examples =
                                    @ExampleObject(name = "a checkpoint of Pythia", value = ImportExamples.IMPORTED)))
    @APIResponse(responseCode = "200", description = "all of it was here")
    @APIResponse(responseCode = "400", description = "the file or the query is not valid; nothing was stored")
    @APIResponse(responseCode = "409", description = "other numbers stand there, and replace was not sent")
    public Response take(
            @Parameter(description = "made if it is not known", required = true, example = "pythia-70m")
                    @QueryParam("run_id")
                    Optional<String> runId,
            @Parameter(description = "the run's short name; its id by default", example = "Pythia 70M")
                    @QueryParam("run_name")
                    Optional<String> runName,
            @Parameter(description = "needed unless the model's name or arguments or file_name say it", example = "512")
                    @QueryParam("step")
                    Optional<String> step,
            @Parameter(description = "what the file is called", example = "70m_step512.json") @QueryParam("file_name")
                    Optional<String> fileName,
            @Parameter(description = "whether other numbers imported before give way", example = "false")
                    @QueryParam("replace")
                    Optional<String> replace,
            @RequestBody(
                            description = "a results file of lm-evaluation-harness",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples =
                                                    @ExampleObject(name = "v0.4", value = ImportExamples.RESULTS_FILE)))
                    InputStream body) {
        byte[] bytes = Upload.bytes(body, Upload.MAX_FILE_BYTES, "send the results file without samples");
        ImportView view = imports.take(bytes, ImportQuery.of(runId, runName, step, fileName, replace));
        return RunImportResource.answer(view.stored() + view.replaced() > 0, view.runId(), view);
    }
}
