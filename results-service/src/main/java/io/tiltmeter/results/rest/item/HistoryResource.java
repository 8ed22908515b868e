package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.application.QueryFaults;
import io.tiltmeter.results.application.item.FlipReader;
import io.tiltmeter.results.application.item.FlipReader.Read;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.ShownSeries;
import io.tiltmeter.results.flip.ItemStory;
import io.tiltmeter.results.rest.Paging;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of each item, checkpoint by checkpoint: the rows of a heat map. */
@Path("/api/v1/runs/{id}/history")
@Tag(name = "Outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
    private final Transactions transactions;
    private final FlipReader reader;

    public HistoryResource(Transactions transactions, FlipReader reader) {
        this.transactions = transactions;
        this.reader = reader;
    }

    /** In which order items come. */
    public enum Sort {
        /** By item id. */
        ITEM,
        /** Those that changed sides most often first, equals by item id. */
        FLIPS
    }

    @GET
    @Operation(summary = "Whose answer each checkpoint gave to each item, one letter a checkpoint")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = HistoryView.class),
                            examples = @ExampleObject(name = "two items", value = FlipExamples.HISTORY)))
    public HistoryView history(
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
            @Parameter(description = "item, or flips for those first that changed sides most often", example = "flips")
                    @QueryParam("sort")
                    Optional<String> sort,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("offset") Optional<String> offset) {
        QueryFaults faults = new QueryFaults();
        SeriesQuery series =
                faults.read(() -> SeriesQuery.of(suite, scorer, arm, items).sliced(slice), SeriesQuery.DEFAULT);
        Sort order = faults.choice("sort", sort, Sort.ITEM);
        Paging paging = faults.read(() -> Paging.of(limit, offset), new Paging(Paging.DEFAULT_LIMIT, 0));
        faults.throwIfAny();
        return transactions.run(handle -> view(reader.read(handle, id, series), order, slice, paging));
    }

    private static HistoryView view(Read read, Sort order, Optional<String> slice, Paging paging) {
        ShownSeries shown = read.run().shown().orElseThrow();
        List<ItemStory> stories = ItemStory.of(read.history());
        Comparator<ItemStory> byId = Comparator.comparing(ItemStory::itemId);
        return new HistoryView(
                read.run().run().state().runId(),
                read.run().run().state().runName(),
                read.suite(),
                shown.scorer(),
                shown.arm(),
                shown.items().id(),
                slice,
                IntStream.range(0, read.history().checkpoints())
                        .mapToObj(read.history()::step)
                        .toList(),
                stories.stream()
                        .sorted(
                                order == Sort.ITEM
                                        ? byId
                                        : Comparator.comparingInt(ItemStory::flips)
                                                .reversed()
                                                .thenComparing(byId))
                        .skip(paging.offset())
                        .limit(paging.limit())
                        .map(HistoryView.Item::of)
                        .toList(),
                stories.size(),
                paging.limit(),
                paging.offset());
    }
}
