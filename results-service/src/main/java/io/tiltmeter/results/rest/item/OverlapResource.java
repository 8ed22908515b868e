package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.results.application.QueryFaults;
import io.tiltmeter.results.application.item.FlipQuery;
import io.tiltmeter.results.application.item.FlipReader;
import io.tiltmeter.results.application.item.FlipReader.Found;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.flip.FlipOverlap;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether two runs lose the same items. */
@Path("/api/v1/runs/{id}/flips/overlap")
@Tag(name = "Outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class OverlapResource {
    private final Transactions transactions;
    private final FlipReader reader;

    public OverlapResource(Transactions transactions, FlipReader reader) {
        this.transactions = transactions;
        this.reader = reader;
    }

    @GET
    @Operation(summary = "Whether the same items flip in two runs: the table of both, its odds ratio and Fisher's test")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = OverlapView.class),
                            examples = @ExampleObject(name = "two seeds", value = FlipExamples.OVERLAP)))
    public OverlapView overlap(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "the other run", required = true, example = "lab-21-full") @QueryParam("with")
                    Optional<String> with,
            @Parameter(description = "a knowledge-conflict suite of both runs; by default each run's first")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER) @QueryParam("scorer") Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM) @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS) @QueryParam("items") Optional<String> items,
            @Parameter(description = SeriesQuery.SLICE, example = "relation:capital") @QueryParam("slice")
                    Optional<String> slice,
            @Parameter(description = FlipQuery.FROM + ", of the one run") @QueryParam("from") Optional<String> from,
            @Parameter(description = FlipQuery.TO + ", of the one run") @QueryParam("to") Optional<String> to,
            @Parameter(description = FlipQuery.FROM + ", of the other run") @QueryParam("with_from")
                    Optional<String> withFrom,
            @Parameter(description = FlipQuery.TO + ", of the other run") @QueryParam("with_to")
                    Optional<String> withTo,
            @Parameter(description = FlipQuery.WINDOW) @QueryParam("window") Optional<String> window,
            @Parameter(description = FlipQuery.ROBUST) @QueryParam("robust") Optional<String> robust,
            @Parameter(description = "any, context_to_memory (the default) or memory_to_context")
                    @QueryParam("direction")
                    Optional<String> direction) {
        QueryFaults faults = new QueryFaults();
        if (with.filter(name -> !name.isBlank()).isEmpty()) {
            faults.add(new Fault("with", "", "names no run", "send the id of the run to compare with"));
        }
        SeriesQuery series =
                faults.read(() -> SeriesQuery.of(suite, scorer, arm, items).sliced(slice), SeriesQuery.DEFAULT);
        FlipQuery.Wanted usual = FlipQuery.Wanted.CONTEXT_TO_MEMORY;
        FlipQuery one = FlipQuery.of(from, to, window, robust, direction, usual, faults);
        FlipQuery other =
                FlipQuery.of(withFrom, withTo, Optional.empty(), Optional.empty(), Optional.empty(), usual, faults);
        faults.throwIfAny();
        FlipQuery same = new FlipQuery(other.from(), other.to(), one.window(), one.robustness(), one.direction());
        return transactions.run(handle -> {
            Found here = reader.find(handle, id, series, one);
            Found there = reader.find(handle, with.orElseThrow(), series, same);
            FlipOverlap overlap = FlipOverlap.of(
                    here.flips().answered(), flipped(here, one), there.flips().answered(), flipped(there, same));
            return OverlapView.of(here, there, Json.name(one.direction()), overlap);
        });
    }

    private static Set<String> flipped(Found found, FlipQuery query) {
        return found.flips().flips().stream()
                .filter(query::includes)
                .map(Flip::itemId)
                .collect(Collectors.toSet());
    }
}
