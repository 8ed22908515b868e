package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.results.application.QueryFaults;
import io.tiltmeter.results.application.item.AnsweredItems;
import io.tiltmeter.results.application.item.AnsweredItems.AnsweredItem;
import io.tiltmeter.results.application.item.FlipQuery;
import io.tiltmeter.results.application.item.FlipReader;
import io.tiltmeter.results.application.item.FlipReader.Found;
import io.tiltmeter.results.application.item.FlipReader.Read;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.ShownSeries;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.DropBySlice;
import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.flip.Flip.Direction;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.rest.Paging;
import io.tiltmeter.results.rest.item.FlipsView.Answer;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

/** Items that change sides, with the texts of those on the page that is asked for. */
@Path("/api/v1/runs/{id}/flips")
@Tag(name = "Outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class FlipsResource {
    private final Transactions transactions;
    private final FlipReader reader;
    private final AnsweredItems answers;

    public FlipsResource(Transactions transactions, FlipReader reader, AnsweredItems answers) {
        this.transactions = transactions;
        this.reader = reader;
        this.answers = answers;
    }

    @GET
    @Operation(
            summary = "Items that go from the context's answer to memory's or back, and the slices that make the drop")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = FlipsView.class),
                            examples = @ExampleObject(name = "peak to end", value = FlipExamples.FLIPS)))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown step", value = FlipExamples.UNKNOWN_STEP)))
    public FlipsView flips(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "a knowledge-conflict suite of the run; by default its first", example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER, example = "contains") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS, example = "all") @QueryParam("items") Optional<String> items,
            @Parameter(description = SeriesQuery.SLICE, example = "relation:capital") @QueryParam("slice")
                    Optional<String> slice,
            @Parameter(description = FlipQuery.FROM, example = "14") @QueryParam("from") Optional<String> from,
            @Parameter(description = FlipQuery.TO, example = "250") @QueryParam("to") Optional<String> to,
            @Parameter(description = FlipQuery.WINDOW, example = "3") @QueryParam("window") Optional<String> window,
            @Parameter(description = FlipQuery.ROBUST, example = "true") @QueryParam("robust") Optional<String> robust,
            @Parameter(description = FlipQuery.DIRECTION, example = "context_to_memory") @QueryParam("direction")
                    Optional<String> direction,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("offset") Optional<String> offset) {
        QueryFaults faults = new QueryFaults();
        SeriesQuery series =
                faults.read(() -> SeriesQuery.of(suite, scorer, arm, items).sliced(slice), SeriesQuery.DEFAULT);
        FlipQuery query = FlipQuery.of(from, to, window, robust, direction, FlipQuery.Wanted.ANY, faults);
        Paging paging = faults.read(() -> Paging.of(limit, offset), new Paging(Paging.DEFAULT_LIMIT, 0));
        faults.throwIfAny();
        return transactions.run(handle -> view(handle, reader.find(handle, id, series, query), query, slice, paging));
    }

    private FlipsView view(Handle handle, Found found, FlipQuery query, Optional<String> slice, Paging paging) {
        Read read = found.read();
        ItemHistory history = read.history();
        ShownSeries shown = read.run().shown().orElseThrow();
        DropBySlice drop =
                DropBySlice.of(history, found.from(), found.to(), found.flips(), reader.slices(handle, read));
        List<Flip> matching =
                found.flips().flips().stream().filter(query::includes).toList();
        return new FlipsView(
                read.run().run().state().runId(),
                read.run().run().state().runName(),
                read.suite(),
                shown.scorer(),
                shown.arm(),
                shown.items().id(),
                slice,
                history.step(found.from().at()),
                history.step(found.to().at()),
                found.from().steps(history),
                found.to().steps(history),
                found.flips().answered().size(),
                FlipsView.Flips.of(found.flips(), Direction.CONTEXT_TO_MEMORY),
                FlipsView.Flips.of(found.flips(), Direction.MEMORY_TO_CONTEXT),
                drop.items(),
                drop.drop(),
                items(handle, found, page(matching, paging)),
                matching.size(),
                paging.limit(),
                paging.offset(),
                drop.slices().stream().map(FlipsView.OfSlice::of).toList());
    }

    private List<FlipsView.Item> items(Handle handle, Found found, List<Flip> page) {
        List<String> ids = page.stream().map(Flip::itemId).toList();
        Map<String, AnsweredItem> before =
                texts(handle, found.read().score(found.from().at()), ids);
        Map<String, AnsweredItem> after =
                texts(handle, found.read().score(found.to().at()), ids);
        ItemHistory history = found.read().history();
        return page.stream()
                .map(flip -> item(
                        flip,
                        before.get(flip.itemId())
                                .item()
                                .or(() -> after.get(flip.itemId()).item()),
                        answer(
                                history.step(found.from().at()),
                                before.get(flip.itemId()).outcome()),
                        answer(
                                history.step(found.to().at()),
                                after.get(flip.itemId()).outcome())))
                .toList();
    }

    private Map<String, AnsweredItem> texts(Handle handle, StoredScore score, List<String> itemIds) {
        List<String> listed = answers.shares(handle, score).items().ids();
        int[] places = itemIds.stream()
                .mapToInt(id -> Collections.binarySearch(listed, id))
                .toArray();
        Map<String, AnsweredItem> texts = new HashMap<>();
        answers.read(handle, score, places)
                .forEach(each -> texts.put(each.outcome().itemId(), each));
        return texts;
    }

    private static FlipsView.Item item(Flip flip, Optional<SuiteItem> item, Answer from, Answer to) {
        return new FlipsView.Item(
                flip.itemId(),
                flip.clusterId(),
                FlipQuery.id(flip.direction()),
                flip.robust(),
                item.map(SuiteItem::question),
                item.map(SuiteItem::context),
                item.map(SuiteItem::contextAnswer),
                item.map(SuiteItem::memoryAnswer),
                item.map(SuiteItem::tags).orElse(List.of()),
                from,
                to);
    }

    private static Answer answer(int step, ItemOutcome outcome) {
        return new Answer(
                step,
                outcome.generated(),
                outcome.contextAnswerFound(),
                outcome.memoryAnswerFound(),
                outcome.contextSpan(),
                outcome.memorySpan(),
                outcome.furtherAnswers());
    }

    private static List<Flip> page(List<Flip> all, Paging paging) {
        return all.stream().skip(paging.offset()).limit(paging.limit()).toList();
    }
}
