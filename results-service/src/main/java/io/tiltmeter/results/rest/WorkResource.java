package io.tiltmeter.results.rest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.transaction.Transactional;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Outcomes that wait to be ingested, and those that failed, which can be retried. */
@Path("/api/v1/work")
@Tag(name = "Work", description = "Ingestion of outcomes that waits or failed")
@Produces(MediaType.APPLICATION_JSON)
public class WorkResource {
    private static final int MAX_KNOWN = 50;

    private final WorkRepository work;
    private final Workers workers;

    public WorkResource(WorkRepository work, Workers workers) {
        this.work = work;
        this.workers = workers;
    }

    public record WorkListResponse(List<WorkResponse> items, int limit, int offset) {}

    /**
     * One item of work.
     *
     * @param id names run, step, suite, arm and scorer
     * @param attempt how often it was begun
     * @param reason why it failed last
     */
    public record WorkResponse(
            String id,
            String status,
            int attempt,
            Optional<String> reason,
            Instant acceptedAt,
            Optional<Instant> finishedAt) {
        static WorkResponse of(WorkItem item) {
            return new WorkResponse(
                    item.id(),
                    Json.name(item.status()),
                    item.attempt(),
                    item.reason(),
                    item.acceptedAt(),
                    item.finishedAt());
        }
    }

    @GET
    @Operation(summary = "List work by status, the newest first")
    @Transactional
    public WorkListResponse list(@QueryParam("status") Optional<String> status, @BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        WorkItem.Status wanted = faults.choice("status", status, WorkItem.Status.FAILED);
        Page page = faults.page(parameters);
        faults.check();
        return new WorkListResponse(
                work.items(wanted, page.limit(), page.offset()).stream()
                        .map(WorkResponse::of)
                        .toList(),
                page.limit(),
                page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One item of work")
    @Transactional
    public WorkResponse one(@PathParam("id") String id) {
        return work.item(id)
                .map(WorkResponse::of)
                .orElseThrow(() -> new NotFound(
                        "item of work",
                        id,
                        work.items(WorkItem.Status.FAILED, MAX_KNOWN, 0).stream()
                                .map(WorkItem::id)
                                .toList()));
    }

    @POST
    @Path("{id}/retry")
    @Operation(summary = "Retry a failed item")
    public Response retry(@PathParam("id") String id) {
        WorkResponse known = one(id);
        if (!QuarkusTransaction.requiringNew().call(() -> work.retry(id))) {
            throw new Conflict("item of work \"" + id + "\" is " + known.status() + ": only a failed one is retried");
        }
        workers.wake();
        return Response.accepted(one(id))
                .location(URI.create("/api/v1/work/" + id))
                .build();
    }

    /** The former path of {@link #retry}. */
    @POST
    @Path("{id}/redrive")
    @Operation(hidden = true)
    public Response redrive(@PathParam("id") String id) {
        return retry(id);
    }
}
