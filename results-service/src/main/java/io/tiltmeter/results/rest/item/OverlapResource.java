package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.application.item.FlipFilter;
import io.tiltmeter.results.application.item.FlipQueries;
import io.tiltmeter.results.application.item.FlipQueries.Flips;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.flip.FlipOverlap;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.servicekit.json.Json;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether the same items flip in two runs. */
@Path("/api/v1/runs/{id}/flips/overlap")
@Tag(name = "Outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class OverlapResource {
    private final FlipQueries flips;

    public OverlapResource(FlipQueries flips) {
        this.flips = flips;
    }

    @GET
    @Operation(summary = "Whether the same items flip in two runs: the table of both, its odds ratio and Fisher's test")
    @Transactional
    public OverlapResponse overlap(
            @PathParam("id") String id,
            @QueryParam("with") Optional<String> with,
            @BeanParam SeriesParameters series,
            @BeanParam FlipParameters parameters,
            @QueryParam("with_from") Optional<String> withFrom,
            @QueryParam("with_to") Optional<String> withTo) {
        QueryFaults faults = new QueryFaults();
        if (with.filter(name -> !name.isBlank()).isEmpty()) {
            faults.add("with", "", "names no run", "send the id of the run to compare with");
        }
        SeriesQuery query = series.query(faults);
        FlipFilter filter = parameters.filter(FlipFilter.Wanted.CONTEXT_TO_MEMORY, faults);
        FlipFilter other = parameters.filter(withFrom, withTo, FlipFilter.Wanted.CONTEXT_TO_MEMORY, faults);
        faults.check();
        Flips here = flips.flips(id, query, filter);
        Flips there = flips.flips(with.orElseThrow(), query, other);
        FlipOverlap overlap = FlipOverlap.of(
                here.flips().answered(), flipped(here, filter), there.flips().answered(), flipped(there, other));
        return OverlapResponse.of(here, there, Json.name(filter.direction()), overlap);
    }

    private static Set<String> flipped(Flips found, FlipFilter filter) {
        return found.flips().flips().stream()
                .filter(filter::includes)
                .map(Flip::itemId)
                .collect(Collectors.toSet());
    }
}
