package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tiltmeter.evaluator.application.EvaluationMetrics;
import io.tiltmeter.evaluator.application.EvaluationQueries;
import io.tiltmeter.evaluator.persistence.EvaluationRepository.StoredEvaluation;
import io.tiltmeter.evaluator.rest.WorkParameters.WorkQuery;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Shows evaluations, and retries failed ones. An evaluation's id is its path. */
@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Evaluations", description = "A checkpoint on a suite: created by events, not by requests.")
public class EvaluationResource {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final String ID = "{run_id}/{step: \\d{1,9}}/{suite_id}/{arm}";

    private final EvaluationQueries evaluations;
    private final Workers workers;
    private final EvaluationMetrics metrics;

    public EvaluationResource(EvaluationQueries evaluations, Workers workers, EvaluationMetrics metrics) {
        this.evaluations = evaluations;
        this.workers = workers;
        this.metrics = metrics;
    }

    @GET
    @Operation(summary = "List evaluations, the newest first, with counts over all of them")
    public EvaluationListResponse list(
            @BeanParam WorkParameters parameters,
            @Parameter(description = "Only those of this run, counts too", example = "lab-20-full")
                    @QueryParam("run_id")
                    String runId) {
        return list(query(parameters, runId));
    }

    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Follow evaluations: the same page as server-sent events, one whenever something changed",
            description = "Changes are looked for every second. The stream does not end by itself.")
    public Multi<EvaluationListResponse> stream(
            @BeanParam WorkParameters parameters,
            @Parameter(description = "Only those of this run, counts too", example = "lab-20-full")
                    @QueryParam("run_id")
                    String runId) {
        WorkQuery query = query(parameters, runId);
        return Multi.createFrom()
                .ticks()
                .every(POLL_INTERVAL)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> list(query))
                .skip()
                .repetitions()
                .onSubscription()
                .invoke(metrics::followed)
                .onTermination()
                .invoke(metrics::left);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show one evaluation")
    public EvaluationResponse show(
            @PathParam("run_id") String runId,
            @PathParam("step") int step,
            @PathParam("suite_id") String suiteId,
            @PathParam("arm") String arm) {
        return EvaluationResponse.of(evaluations.find(runId, step, suiteId, arm));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Retry a failed evaluation, with all its attempts")
    @APIResponseSchema(value = EvaluationResponse.class, responseCode = "202")
    public Response retry(
            @PathParam("run_id") String runId,
            @PathParam("step") int step,
            @PathParam("suite_id") String suiteId,
            @PathParam("arm") String arm) {
        StoredEvaluation stored = evaluations.find(runId, step, suiteId, arm).stored();
        String id = stored.requested().id();
        if (!evaluations.retry(stored.requested())) {
            throw WorkStatus.of(stored.work().status()).notFailed("evaluation " + id);
        }
        workers.wake();
        return Response.accepted(show(runId, step, suiteId, arm))
                .location(URI.create("/api/v1/evaluations/" + id))
                .build();
    }

    private static WorkQuery query(WorkParameters parameters, String runId) {
        return parameters.query("run_id", runId, "that GET /api/v1/runs lists");
    }

    private EvaluationListResponse list(WorkQuery query) {
        List<EvaluationResponse> page = evaluations.list(query.status(), query.owner(), query.page()).stream()
                .map(EvaluationResponse::of)
                .toList();
        return new EvaluationListResponse(WorkSummary.of(evaluations.count(query.owner()), query.page()), page);
    }
}
