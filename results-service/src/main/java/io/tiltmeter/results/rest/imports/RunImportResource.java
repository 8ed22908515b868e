package io.tiltmeter.results.rest.imports;

import io.tiltmeter.results.application.imports.HarnessImport;
import io.tiltmeter.results.application.imports.ImportQuery;
import io.tiltmeter.results.application.imports.ImportView;
import io.tiltmeter.results.application.imports.RunImport;
import io.tiltmeter.results.application.imports.RunImportQuery;
import io.tiltmeter.results.application.imports.RunImportView;
import io.tiltmeter.results.imports.ImportReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Runs that somebody else trained and evaluated: their curves, or the labels of their items. */
@Path("/api/v1/runs/import")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class RunImportResource {
    /** No curve and no labels are longer, in bytes. */
    private static final int MAX_TABLE_BYTES = 32 << 20;

    private final RunImport runs;
    private final HarnessImport harness;

    public RunImportResource(RunImport runs, HarnessImport harness) {
        this.runs = runs;
        this.harness = harness;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Import a run: its curve, the labels of its items, or a results file of lm-evaluation-harness",
            description = "A curve has a row a checkpoint: step, counterfactual_accuracy, and any of"
                    + " parametric_accuracy, items, counterfactual_low and _high, parametric_low and _high, epochs,"
                    + " training_loss, standard_mean, standard:NAME. Labels have a row an item and checkpoint: step,"
                    + " item, label (context, memory, both, neither, or c, m, b, n; or the two columns"
                    + " context_answer_found and memory_answer_found), and cluster for items of one question. CSV as"
                    + " RFC 4180 has it, with commas, semicolons (and then decimal commas) or tabs; or JSON, an array of"
                    + " such objects. Shares lie in [0, 1]. At most 32 MiB and " + ImportReader.MAX_ROWS
                    + " rows. All of a file is taken, or nothing. The same file again changes nothing. A results file"
                    + " of lm-evaluation-harness (an object with results) goes the way of /api/v1/results/import.")
    @APIResponse(
            responseCode = "201",
            description = "something new was stored; Location is the run's curve",
            content =
                    @Content(
                            schema = @Schema(implementation = RunImportView.class),
                            examples = @ExampleObject(name = "labels", value = ImportExamples.RUN_IMPORTED)))
    @APIResponse(responseCode = "200", description = "the same was here")
    @APIResponse(responseCode = "400", description = "the file or the query is not valid; nothing was stored")
    @APIResponse(responseCode = "409", description = "another file stands there, and replace was not sent")
    public Response take(
            @Parameter(description = "the run's short name; its id is made of it", example = "their-sft")
                    @QueryParam("name")
                    Optional<String> name,
            @Parameter(description = "the run's id, where it is to be another", example = "their-sft")
                    @QueryParam("run_id")
                    Optional<String> runId,
            @Parameter(description = "short name of the knowledge-conflict suite", example = RunImportQuery.SUITE)
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = "what the file is called", example = "labels.csv") @QueryParam("file_name")
                    Optional<String> fileName,
            @Parameter(description = "whether what was imported before gives way", example = "false")
                    @QueryParam("replace")
                    Optional<String> replace,
            @Parameter(description = "of a harness' file: its checkpoint's step, unless its names say it")
                    @QueryParam("step")
                    Optional<String> step,
            @RequestBody(
                            description = "a curve or labels as text/csv or JSON, or a harness' results file",
                            content = {
                                @Content(
                                        mediaType = "text/csv",
                                        schema = @Schema(implementation = String.class),
                                        examples = {
                                            @ExampleObject(name = "a curve", value = ImportExamples.CURVE),
                                            @ExampleObject(name = "labels", value = ImportExamples.LABELS)
                                        }),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        examples = @ExampleObject(name = "a curve", value = ImportExamples.CURVE_JSON))
                            })
                    InputStream body) {
        byte[] bytes = Upload.bytes(body, Upload.MAX_FILE_BYTES, "import several suites, each by itself");
        RunImportQuery query = RunImportQuery.of(name, runId, suite, fileName, replace);
        ImportReader.Form form = Upload.form(bytes);
        if (form == ImportReader.Form.JSON && Upload.isHarness(bytes)) {
            ImportView view = harness.take(
                    bytes, ImportQuery.of(Optional.of(query.runId()), query.runName(), step, fileName, replace));
            return answer(view.stored() + view.replaced() > 0, view.runId(), view);
        }
        Upload.checkLength(bytes, MAX_TABLE_BYTES, "import several suites, each by itself");
        RunImportView view = runs.take(bytes, form, query);
        return answer(!view.state().equals("unchanged"), view.runId(), view);
    }

    static Response answer(boolean changed, String runId, Object view) {
        URI curve = URI.create("/api/v1/runs/" + runId + "/curves");
        return (changed ? Response.created(curve) : Response.ok().location(curve))
                .entity(view)
                .build();
    }
}
