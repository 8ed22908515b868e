package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.application.item.FlipQueries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.flip.ItemStory;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The answers to each item, checkpoint by checkpoint: the rows of a heat map. */
@Path("/api/v1/runs/{id}/history")
@Tag(name = "Outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
    private static final Comparator<ItemStory> BY_ID = Comparator.comparing(ItemStory::itemId);

    private final FlipQueries flips;

    public HistoryResource(FlipQueries flips) {
        this.flips = flips;
    }

    public enum Sort {
        ITEM(BY_ID),
        /** Those with most flips first, equals by item id. */
        FLIPS(Comparator.comparingInt(ItemStory::flips).reversed().thenComparing(BY_ID));

        private final Comparator<ItemStory> order;

        Sort(Comparator<ItemStory> order) {
            this.order = order;
        }
    }

    @GET
    @Operation(summary = "Whose answer each checkpoint gave to each item, one letter a checkpoint")
    @Transactional
    public HistoryResponse history(
            @PathParam("id") String id,
            @BeanParam SeriesParameters series,
            @QueryParam("sort") Optional<String> sort,
            @BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        SeriesQuery query = series.query(faults);
        Sort order = faults.choice("sort", sort, Sort.ITEM);
        Page page = faults.page(parameters);
        faults.check();
        return HistoryResponse.of(flips.answers(id, query), order.order, query.slice(), page);
    }
}
