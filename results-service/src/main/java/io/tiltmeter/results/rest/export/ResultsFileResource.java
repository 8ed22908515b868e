package io.tiltmeter.results.rest.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.results.export.harness.HarnessExport;
import io.tiltmeter.results.export.harness.HarnessExport.Download;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A checkpoint's results as one file of lm-evaluation-harness. */
@Path("/api/v1/runs/{id}/results")
@Tag(name = "lm-evaluation-harness", description = "Results and samples in its format, export and import")
public class ResultsFileResource {
    private final HarnessExport export;

    public ResultsFileResource(HarnessExport export) {
        this.export = export;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "One results_<time>.json of every suite and arm of a checkpoint")
    public Response results(@PathParam("id") String id, @QueryParam("step") Optional<String> step) {
        QueryFaults faults = new QueryFaults();
        int at = faults.requiredStep("step", step);
        faults.check();
        Download<ObjectNode> file = export.results(id, at);
        return FormatParameters.attachment(file.content(), MediaType.APPLICATION_JSON, file.name());
    }
}
