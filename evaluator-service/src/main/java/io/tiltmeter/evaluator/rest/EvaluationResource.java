package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tiltmeter.evaluator.application.EvaluationMetrics;
import io.tiltmeter.evaluator.application.EvaluationQueries;
import io.tiltmeter.evaluator.application.EvaluatorWorker;
import io.tiltmeter.evaluator.persistence.StoredEvaluation;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Problem;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Shows evaluations, and drives failed ones again. An evaluation's id is its path. */
@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Evaluations", description = "A checkpoint asked a suite: created by events, not by requests.")
public class EvaluationResource {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String ID = "{run_id}/{step: \\d{1,9}}/{suite_id}/{arm}";

    private final EvaluationQueries evaluations;
    private final EvaluatorWorker worker;
    private final EvaluationMetrics metrics;

    public EvaluationResource(EvaluationQueries evaluations, EvaluatorWorker worker, EvaluationMetrics metrics) {
        this.evaluations = evaluations;
        this.worker = worker;
        this.metrics = metrics;
    }

    @GET
    @Operation(summary = "List evaluations, the newest first, with counts over all of them")
    @Parameter(
            name = "status",
            description = "Only those that stand there",
            schema = @Schema(type = SchemaType.STRING, implementation = WorkStatus.class),
            example = "failed")
    @Parameter(name = "run_id", description = "Only those of this run, counts too", example = "lab-20-full")
    @Parameter(name = "limit", description = "Most evaluations on the page, 1 to 500; 50 by default", example = "1")
    @Parameter(name = "offset", description = "Evaluations to leave out before the page", example = "0")
    @APIResponse(
            responseCode = "200",
            description = "The page",
            content =
                    @Content(
                            schema = @Schema(implementation = EvaluationPage.class),
                            examples = @ExampleObject(name = "page", value = EvaluationExamples.PAGE)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; every fault is named")
    public EvaluationPage list(
            @QueryParam("status") String status,
            @QueryParam("run_id") String runId,
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset) {
        return page(PageQuery.read(status, PageQuery.Owner.RUN, runId, limit, offset));
    }

    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Follow evaluations: the same page as server-sent events, one whenever something changed",
            description = "It is looked every second. The stream does not end by itself.")
    @Parameter(name = "run_id", description = "Only those of this run, counts too", example = "lab-20-full")
    @Parameter(name = "status", description = "Only those that stand there", example = "running")
    @Parameter(name = "limit", description = "Most evaluations on the page, 1 to 500; 50 by default", example = "10")
    @APIResponse(
            responseCode = "200",
            description = "Pages, one an event",
            content = @Content(schema = @Schema(implementation = EvaluationPage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; every fault is named")
    public Multi<EvaluationPage> stream(
            @QueryParam("status") String status,
            @QueryParam("run_id") String runId,
            @QueryParam("limit") String limit) {
        PageQuery query = PageQuery.read(status, PageQuery.Owner.RUN, runId, limit, null);
        return Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> page(query))
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
    @APIResponse(
            responseCode = "200",
            description = "The evaluation",
            content =
                    @Content(
                            schema = @Schema(implementation = EvaluationResponse.class),
                            examples = @ExampleObject(name = "failed", value = EvaluationExamples.FAILED)))
    @APIResponse(responseCode = "404", description = "There is no such evaluation")
    public EvaluationResponse show(
            @PathParam("run_id") String runId,
            @PathParam("step") int step,
            @PathParam("suite_id") String suiteId,
            @PathParam("arm") String arm) {
        return EvaluationResponse.of(evaluations.find(runId, step, suiteId, arm));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Drive a failed evaluation again, with all its attempts")
    @APIResponse(
            responseCode = "202",
            description = "It waits for a replica; Location shows how it goes on",
            content = @Content(schema = @Schema(implementation = EvaluationResponse.class)))
    @APIResponse(responseCode = "404", description = "There is no such evaluation")
    @APIResponse(
            responseCode = "409",
            description = "It has not failed",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "done", value = EvaluationExamples.NOT_FAILED)))
    public Response retry(
            @PathParam("run_id") String runId,
            @PathParam("step") int step,
            @PathParam("suite_id") String suiteId,
            @PathParam("arm") String arm) {
        StoredEvaluation row = evaluations.find(runId, step, suiteId, arm).row();
        if (!evaluations.retry(row.requested())) {
            throw new Conflict("evaluation " + row.requested().id() + " is "
                    + WorkStatus.of(row.work().status()).text() + "; only a failed one can be retried");
        }
        worker.wake();
        return Response.accepted(show(runId, step, suiteId, arm))
                .location(URI.create("/api/v1/evaluations/" + row.requested().id()))
                .build();
    }

    private EvaluationPage page(PageQuery query) {
        List<EvaluationResponse> page =
                evaluations
                        .list(query.status().map(WorkStatus::work), query.owner(), query.limit(), query.offset())
                        .stream()
                        .map(EvaluationResponse::of)
                        .toList();
        return EvaluationPage.of(evaluations.count(query.owner()), query.limit(), query.offset(), page);
    }
}
