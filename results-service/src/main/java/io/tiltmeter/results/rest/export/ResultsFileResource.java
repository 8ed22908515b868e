package io.tiltmeter.results.rest.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.results.export.harness.HarnessReports;
import io.tiltmeter.results.export.harness.HarnessReports.Download;
import io.tiltmeter.results.rest.run.ScoreResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A checkpoint's results as one file of lm-evaluation-harness. */
@Path("/api/v1/runs/{id}/results")
@Tag(name = "lm-evaluation-harness", description = "Results and samples in its shape, out and in")
public class ResultsFileResource {
    private final HarnessReports reports;

    public ResultsFileResource(HarnessReports reports) {
        this.reports = reports;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "One results_<time>.json of every suite and arm of a checkpoint",
            description = "Where arms hold the same task, the main arm has the plain name and the others task@arm. Of"
                    + " what is not by task, such as config, the first value is taken; others are listed in"
                    + " tiltmeter.differing.")
    @APIResponse(responseCode = "200", description = "the harness' results file")
    @APIResponse(responseCode = "404", description = "no evaluation of this step has such results")
    public Response results(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "the checkpoint's step", required = true, example = "14") @QueryParam("step")
                    Optional<String> step) {
        try {
            Download<ObjectNode> file = reports.results(id, ScoreResource.step(step.orElse("")));
            return Response.ok(file.content(), MediaType.APPLICATION_JSON_TYPE)
                    .header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"")
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
