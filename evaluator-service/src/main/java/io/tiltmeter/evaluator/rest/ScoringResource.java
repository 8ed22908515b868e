package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.evaluator.application.ScoringService;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the shards of examples that are measured, and retries failed ones. */
@Path("/api/v1/scorings")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Scorings", description = "Examples measured under a model, in shards: created by events, not by requests.")
public class ScoringResource {
    private static final String ID = "{request_id}/{shard: \\d{1,9}}";

    private final ScoringService scorings;
    private final Workers workers;

    public ScoringResource(ScoringService scorings, Workers workers) {
        this.scorings = scorings;
        this.workers = workers;
    }

    @GET
    @Operation(summary = "List shards, the newest first, with counts over all of them")
    public ScoringListResponse list(
            @BeanParam WorkParameters parameters,
            @Parameter(description = "Only those of this request, counts too", example = "filter-lab-20")
                    @QueryParam("request_id")
                    String requestId) {
        WorkQuery query = parameters.query("request_id", requestId, "that GET /api/v1/scorings lists");
        List<ScoringResponse> page = scorings.list(query.status(), query.owner(), query.page()).stream()
                .map(ScoringResponse::of)
                .toList();
        return new ScoringListResponse(WorkSummary.of(scorings.count(query.owner()), query.page()), page);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show one shard")
    public ScoringResponse show(@PathParam("request_id") String requestId, @PathParam("shard") int shard) {
        return ScoringResponse.of(scorings.find(requestId, shard));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Retry a failed shard, with all its attempts")
    @APIResponseSchema(value = ScoringResponse.class, responseCode = "202")
    public Response retry(@PathParam("request_id") String requestId, @PathParam("shard") int shard) {
        String id = requestId + "/" + shard;
        if (!scorings.retry(requestId, shard)) {
            throw show(requestId, shard).work().status().notFailed("scoring " + id);
        }
        workers.wake();
        return Response.accepted(show(requestId, shard))
                .location(URI.create("/api/v1/scorings/" + id))
                .build();
    }
}
