package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.application.ResultsConfig;
import io.tiltmeter.results.export.mlflow.MlflowClient;
import io.tiltmeter.results.export.mlflow.MlflowExport;
import io.tiltmeter.results.export.mlflow.MlflowExportResult;
import io.tiltmeter.results.export.mlflow.MlflowMapper;
import io.tiltmeter.results.export.mlflow.MlflowRun;
import io.tiltmeter.results.export.mlflow.MlflowRun.LogBatch;
import io.tiltmeter.results.export.mlflow.MlflowTarget;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

@Path("/api/v1/runs/{id}/exports/mlflow")
@Tag(name = "Exports", description = "Results for other tools")
@Produces(MediaType.APPLICATION_JSON)
public class MlflowResource {
    private static final Logger LOG = Logger.getLogger(MlflowResource.class);

    private final MlflowMapper runs;
    private final ResultsConfig config;

    public MlflowResource(MlflowMapper runs, ResultsConfig config) {
        this.runs = runs;
        this.config = config;
    }

    /**
     * Where a run is sent.
     *
     * @param trackingUri of the MLflow server, all before {@code /api/2.0/mlflow}
     * @param experimentName created if it does not exist
     */
    @Schema(requiredProperties = {"tracking_uri", "experiment_name"})
    public record MlflowRequest(String trackingUri, String experimentName) {}

    /**
     * What would be sent.
     *
     * @param logBatch bodies of {@code runs/log-batch}, in order, without the id that MLflow gives the run
     */
    public record MlflowDryRunResponse(String runName, String status, long startTime, List<LogBatch> logBatch) {}

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Send a run to an MLflow tracking server")
    @RequestBody(content = @Content(schema = @Schema(implementation = MlflowRequest.class)))
    public MlflowExportResult send(@PathParam("id") String id, InputStream body) {
        Optional<MlflowRequest> sent =
                Optional.ofNullable(RequestReader.bind(RequestReader.parse(body), MlflowRequest.class));
        MlflowTarget target = MlflowTarget.of(
                sent.map(MlflowRequest::trackingUri),
                sent.map(MlflowRequest::experimentName),
                config.mlflow().allowedHosts());
        MlflowRun run = runs.of(id);
        MlflowClient.Limits limits = new MlflowClient.Limits(
                config.mlflow().callTimeout(), config.mlflow().exportTimeout());
        try (MlflowClient client =
                new MlflowClient(target.trackingUri(), config.mlflow().token(), limits)) {
            MlflowExportResult result = new MlflowExport(client).send(id, run, target.experimentName());
            LOG.infof(
                    "run sent to mlflow run=%s host=%s mlflowRun=%s metrics=%d",
                    id, target.trackingUri().getHost(), result.mlflowRunId(), result.metricsSent());
            return result;
        }
    }

    @GET
    @Operation(summary = "What would be sent to MLflow, for clients that send it themselves")
    public MlflowDryRunResponse dry(@PathParam("id") String id) {
        MlflowRun run = runs.of(id);
        return new MlflowDryRunResponse(run.runName(), run.status(), run.startMillis(), run.batches());
    }
}
