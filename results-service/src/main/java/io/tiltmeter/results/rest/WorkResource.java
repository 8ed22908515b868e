package io.tiltmeter.results.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.FoldWork;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Outcomes that wait to be folded, and those that failed, which can be driven again. */
@Path("/api/v1/work")
@Tag(name = "Work", description = "Folding of outcomes that waits or failed")
@Produces(MediaType.APPLICATION_JSON)
public class WorkResource {
    private final Transactions transactions;
    private final WorkRepository table;
    private final FoldWork folding;

    public WorkResource(Transactions transactions, WorkRepository table, FoldWork folding) {
        this.transactions = transactions;
        this.table = table;
        this.folding = folding;
    }

    /** Some items of one status. */
    public record WorkPage(List<WorkView> items, int limit, int offset) {}

    /**
     * One item of work.
     *
     * @param id names run, step, suite, arm and scorer
     * @param attempt how often it was begun
     * @param reason why it failed last
     */
    public record WorkView(
            String id,
            String status,
            int attempt,
            Optional<String> reason,
            Instant acceptedAt,
            Optional<Instant> finishedAt) {
        static WorkView of(WorkItem item) {
            return new WorkView(
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
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = WorkPage.class),
                            examples = @ExampleObject(name = "a damaged file", value = Examples.FAILED_WORK)))
    public WorkPage list(
            @Parameter(description = "failed, ready, leased, done or withdrawn", example = "failed")
                    @QueryParam("status")
                    Optional<String> status,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("offset") Optional<String> offset) {
        Paging paging = Paging.of(limit, offset);
        WorkItem.Status wanted = status(status.orElse("failed"));
        return transactions.run(handle -> new WorkPage(
                table.list(handle, wanted, paging.limit(), paging.offset()).stream()
                        .map(WorkView::of)
                        .toList(),
                paging.limit(),
                paging.offset()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One item of work")
    public WorkView one(@PathParam("id") String id) {
        return transactions.run(handle -> table.find(handle, id)
                .map(WorkView::of)
                .orElseThrow(() -> new NotFound("item of work", id, failedIds())));
    }

    @POST
    @Path("{id}/redrive")
    @Operation(summary = "Open a failed item again")
    @APIResponse(responseCode = "202", description = "it will be tried again; Location says where to look")
    @APIResponse(responseCode = "409", description = "it has not failed")
    public Response redrive(@PathParam("id") String id) {
        WorkView known = one(id);
        if (!transactions.run(handle -> table.retry(handle, id))) {
            throw new Conflict("item of work \"" + id + "\" is " + known.status() + ": only a failed one is redriven");
        }
        folding.wake();
        return Response.accepted(one(id))
                .location(URI.create("/api/v1/work/" + id))
                .build();
    }

    private List<String> failedIds() {
        return transactions.run(handle -> table.list(handle, WorkItem.Status.FAILED, Paging.DEFAULT_LIMIT, 0).stream()
                .map(WorkItem::id)
                .toList());
    }

    private static WorkItem.Status status(String name) {
        return Arrays.stream(WorkItem.Status.values())
                .filter(status -> Json.name(status).equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(List.of(new Fault(
                        "status",
                        name,
                        "is not one of failed, ready, leased, done, withdrawn",
                        "leave it out for failed"))));
    }
}
