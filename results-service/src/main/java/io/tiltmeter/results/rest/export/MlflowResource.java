package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.application.ResultsConfig;
import io.tiltmeter.results.export.mlflow.MlflowClient;
import io.tiltmeter.results.export.mlflow.MlflowExport;
import io.tiltmeter.results.export.mlflow.MlflowRun;
import io.tiltmeter.results.export.mlflow.MlflowRuns;
import io.tiltmeter.results.export.mlflow.MlflowTarget;
import io.tiltmeter.results.export.mlflow.MlflowView;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Runs on their way to MLflow. */
@Path("/api/v1/runs/{id}/exports/mlflow")
@Tag(name = "Exports", description = "Results for other tools")
@Produces(MediaType.APPLICATION_JSON)
public class MlflowResource {
    private static final Logger LOG = Logger.getLogger(MlflowResource.class);

    private final Transactions transactions;
    private final MlflowRuns runs;
    private final ResultsConfig config;

    public MlflowResource(Transactions transactions, MlflowRuns runs, ResultsConfig config) {
        this.transactions = transactions;
        this.runs = runs;
        this.config = config;
    }

    /**
     * Where a run is to go.
     *
     * @param trackingUri of the MLflow server, all before {@code /api/2.0/mlflow}
     * @param experimentName made if it is not there
     */
    @Schema(requiredProperties = {"tracking_uri", "experiment_name"})
    public record MlflowRequest(String trackingUri, String experimentName) {}

    /**
     * What would be sent.
     *
     * @param logBatch bodies of {@code runs/log-batch}, in order, without the id that MLflow gives the run
     */
    public record MlflowFile(String runName, String status, long startTime, List<Map<String, Object>> logBatch) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send a run to an MLflow tracking server",
            description = "Curves of every conflict suite, standard suites and the training loss become metrics by"
                    + " step, settings become params, the run's id is the tag tiltmeter.run_id. The run is found again"
                    + " by it: sent twice, it stands there once with the same metrics. Hosts must be listed in"
                    + " tiltmeter.results.mlflow.allowed-hosts; by default only this machine is.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = MlflowView.class),
                            examples = @ExampleObject(name = "a new run", value = ExportExamples.MLFLOW)))
    @APIResponse(responseCode = "400", description = "the address or the name is not valid; nothing was sent")
    @APIResponse(responseCode = "502", description = "MLflow did not take it; what it took stays there")
    public MlflowView send(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = MlflowRequest.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "this machine's",
                                                            value = ExportExamples.MLFLOW_REQUEST)))
                    MlflowRequest request) {
        Optional<MlflowRequest> sent = Optional.ofNullable(request);
        MlflowTarget target = MlflowTarget.of(
                sent.map(MlflowRequest::trackingUri),
                sent.map(MlflowRequest::experimentName),
                config.mlflow().allowedHosts());
        MlflowRun run = transactions.run(handle -> runs.of(handle, id));
        MlflowClient client =
                new MlflowClient(target.trackingUri(), config.mlflow().token());
        MlflowView view = new MlflowExport(client).send(id, run, target.experimentName());
        LOG.infof(
                "run sent to mlflow run=%s host=%s mlflowRun=%s metrics=%d",
                id, target.trackingUri().getHost(), view.mlflowRunId(), view.metricsSent());
        return view;
    }

    @GET
    @Operation(summary = "What would be sent to MLflow, for who has no way there from here")
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public MlflowFile dry(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        MlflowRun run = transactions.run(handle -> runs.of(handle, id));
        return new MlflowFile(run.runName(), run.status(), run.startMillis(), MlflowExport.dry(run));
    }
}
