package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.export.harness.HarnessExport;
import io.tiltmeter.results.export.harness.HarnessExport.Download;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A checkpoint's samples as lm-evaluation-harness logs them. */
@Path("/api/v1/runs/{id}/samples")
@Tag(name = "lm-evaluation-harness")
public class SamplesResource {
    private static final String JSON_LINES = "application/jsonl";

    private final HarnessExport export;

    public SamplesResource(HarnessExport export) {
        this.export = export;
    }

    @GET
    @Produces(JSON_LINES)
    @Operation(summary = "samples_<task>_<time>.jsonl: prompts and model responses, one JSON object an item")
    public Response samples(
            @PathParam("id") String id,
            @QueryParam("step") Optional<String> step,
            @QueryParam("task") Optional<String> task) {
        QueryFaults faults = new QueryFaults();
        int at = faults.requiredStep("step", step);
        faults.check();
        Download<StreamingOutput> file = export.samples(id, at, task.orElse(""));
        return FormatParameters.attachment(file.content(), JSON_LINES, file.name());
    }
}
