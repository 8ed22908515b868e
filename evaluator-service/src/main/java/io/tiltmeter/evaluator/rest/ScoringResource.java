package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.evaluator.application.EvaluatorWorker;
import io.tiltmeter.evaluator.application.ScoringService;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the shards of examples that are measured, and drives failed ones again. */
@Path("/api/v1/scorings")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Scorings", description = "Examples measured under a model, in shards: created by events, not by requests.")
public class ScoringResource {
    private static final String ID = "{request_id}/{shard: \\d{1,9}}";

    private final ScoringService scorings;
    private final EvaluatorWorker worker;

    public ScoringResource(ScoringService scorings, EvaluatorWorker worker) {
        this.scorings = scorings;
        this.worker = worker;
    }

    @GET
    @Operation(summary = "List shards, the newest first, with counts over all of them")
    @Parameter(
            name = "status",
            description = "Only those that stand there",
            schema = @Schema(type = SchemaType.STRING, implementation = WorkStatus.class),
            example = "failed")
    @Parameter(name = "request_id", description = "Only those of this request, counts too", example = "filter-lab-20")
    @Parameter(name = "limit", description = "Most shards on the page, 1 to 500; 50 by default", example = "1")
    @Parameter(name = "offset", description = "Shards to leave out before the page", example = "0")
    @APIResponse(
            responseCode = "200",
            description = "The page",
            content =
                    @Content(
                            schema = @Schema(implementation = ScoringPage.class),
                            examples = @ExampleObject(name = "page", value = ScoringExamples.PAGE)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; every fault is named")
    public ScoringPage list(
            @QueryParam("status") String status,
            @QueryParam("request_id") String requestId,
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset) {
        PageQuery query = PageQuery.read(status, PageQuery.Owner.REQUEST, requestId, limit, offset);
        List<ScoringResponse> page =
                scorings
                        .list(query.status().map(WorkStatus::work), query.owner(), query.limit(), query.offset())
                        .stream()
                        .map(ScoringResponse::of)
                        .toList();
        return ScoringPage.of(scorings.count(query.owner()), query.limit(), query.offset(), page);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show one shard")
    @APIResponse(
            responseCode = "200",
            description = "The shard",
            content =
                    @Content(
                            schema = @Schema(implementation = ScoringResponse.class),
                            examples = @ExampleObject(name = "failed", value = ScoringExamples.FAILED)))
    @APIResponse(responseCode = "404", description = "There is no such shard")
    public ScoringResponse show(@PathParam("request_id") String requestId, @PathParam("shard") int shard) {
        return ScoringResponse.of(scorings.find(requestId, shard));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Drive a failed shard again, with all its attempts")
    @APIResponse(
            responseCode = "202",
            description = "It waits for a replica; Location shows how it goes on",
            content = @Content(schema = @Schema(implementation = ScoringResponse.class)))
    @APIResponse(responseCode = "404", description = "There is no such shard")
    @APIResponse(
            responseCode = "409",
            description = "It has not failed",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "done", value = ScoringExamples.NOT_FAILED)))
    public Response retry(@PathParam("request_id") String requestId, @PathParam("shard") int shard) {
        String id = requestId + "/" + shard;
        if (!scorings.retry(requestId, shard)) {
            WorkStatus status =
                    WorkStatus.of(scorings.find(requestId, shard).work().status());
            throw new Conflict("scoring " + id + " is " + status.text() + "; only a failed one can be retried");
        }
        worker.wake();
        return Response.accepted(ScoringResponse.of(scorings.find(requestId, shard)))
                .location(URI.create("/api/v1/scorings/" + id))
                .build();
    }
}
