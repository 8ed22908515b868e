package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.results.application.item.FlipFilter;
import io.tiltmeter.results.application.item.FlipQueries;
import io.tiltmeter.results.application.item.FlipQueries.Flips;
import io.tiltmeter.results.application.item.ItemQueries;
import io.tiltmeter.results.application.item.ItemQueries.AnsweredItem;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.DropBySlice;
import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.results.rest.item.FlipsResponse.Answer;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Items that flip, with the texts of those on the page. */
@Path("/api/v1/runs/{id}/flips")
@Tag(name = "Outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class FlipsResource {
    private final FlipQueries flips;
    private final ItemQueries items;

    public FlipsResource(FlipQueries flips, ItemQueries items) {
        this.flips = flips;
        this.items = items;
    }

    @GET
    @Operation(
            summary = "Items that go from the context's answer to memory's or back, and the slices that make the drop")
    public FlipsResponse flips(
            @PathParam("id") String id,
            @BeanParam SeriesParameters series,
            @BeanParam FlipParameters parameters,
            @BeanParam PageParameters pageParameters) {
        QueryFaults faults = new QueryFaults();
        SeriesQuery query = series.query(faults);
        FlipFilter filter = parameters.filter(FlipFilter.Wanted.ANY, faults);
        Page page = faults.page(pageParameters);
        faults.check();
        return flips(id, query, filter, page);
    }

    @Transactional
    public FlipsResponse flips(String id, SeriesQuery query, FlipFilter filter, Page page) {
        Flips found = flips.flips(id, query, filter);
        DropBySlice drop = DropBySlice.of(
                found.answers().history(), found.from(), found.to(), found.flips(), flips.slices(found.answers()));
        List<Flip> matching =
                found.flips().flips().stream().filter(filter::includes).toList();
        List<Flip> onPage =
                matching.stream().skip(page.offset()).limit(page.limit()).toList();
        return FlipsResponse.of(found, query.slice(), drop, items(found, onPage), matching.size(), page);
    }

    private List<FlipsResponse.Item> items(Flips found, List<Flip> onPage) {
        List<String> ids = onPage.stream().map(Flip::itemId).toList();
        ItemHistory history = found.answers().history();
        int from = found.from().at();
        int to = found.to().at();
        Map<String, AnsweredItem> before = texts(found.answers().score(from), ids);
        Map<String, AnsweredItem> after = texts(found.answers().score(to), ids);
        return onPage.stream()
                .map(flip -> {
                    AnsweredItem first = before.get(flip.itemId());
                    AnsweredItem last = after.get(flip.itemId());
                    Optional<SuiteItem> item = first.item().or(last::item);
                    return FlipsResponse.Item.of(
                            flip,
                            item,
                            Answer.of(history.step(from), first.outcome()),
                            Answer.of(history.step(to), last.outcome()));
                })
                .toList();
    }

    private Map<String, AnsweredItem> texts(StoredScore score, List<String> itemIds) {
        List<String> listed = items.shares(score).items().ids();
        int[] indices = itemIds.stream()
                .mapToInt(id -> Collections.binarySearch(listed, id))
                .toArray();
        Map<String, AnsweredItem> texts = new HashMap<>();
        items.read(score, indices).forEach(each -> texts.put(each.outcome().itemId(), each));
        return texts;
    }
}
