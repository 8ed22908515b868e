package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.export.harness.HarnessReports;
import io.tiltmeter.results.export.harness.HarnessReports.Download;
import io.tiltmeter.results.rest.run.ScoreResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A checkpoint's samples as lm-evaluation-harness logs them. */
@Path("/api/v1/runs/{id}/samples")
@Tag(name = "lm-evaluation-harness")
public class SamplesResource {
    private static final String JSON_LINES = "application/jsonl";

    private final HarnessReports reports;

    public SamplesResource(HarnessReports reports) {
        this.reports = reports;
    }

    @GET
    @Produces(JSON_LINES)
    @Operation(summary = "samples_<task>_<time>.jsonl: what was asked and answered, one JSON object an item")
    @APIResponse(responseCode = "200", description = "JSON lines, streamed from the stored file")
    @APIResponse(responseCode = "404", description = "no evaluation of this step and task has samples")
    public Response samples(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "the checkpoint's step", required = true, example = "14") @QueryParam("step")
                    Optional<String> step,
            @Parameter(
                            description = "a task, a part of one such as mmlu_anatomy, or task@arm",
                            required = true,
                            example = "mmlu@5-shot")
                    @QueryParam("task")
                    Optional<String> task) {
        try {
            Download<StreamingOutput> file = reports.samples(id, ScoreResource.step(step.orElse("")), task.orElse(""));
            return Response.ok(file.content(), JSON_LINES)
                    .header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"")
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
