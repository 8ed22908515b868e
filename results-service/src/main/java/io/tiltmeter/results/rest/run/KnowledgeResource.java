package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.KnownItems;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.application.run.ShownSeries;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.results.rest.run.KnowledgeView.OfSuite;
import io.tiltmeter.results.rest.run.KnowledgeView.Reach;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

/** What the base model knows of the conflict suites, without their contexts. */
@Path("/api/v1/runs/{id}/knowledge")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class KnowledgeResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final KnownItems knownItems;

    public KnowledgeResource(Transactions transactions, RunReader reader, KnownItems knownItems) {
        this.transactions = transactions;
        this.reader = reader;
        this.knownItems = knownItems;
    }

    @GET
    @Operation(summary = "The knowledge filter: items that the base model knows, and accuracies with and without it")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = KnowledgeView.class),
                            examples = @ExampleObject(name = "one suite", value = Examples.KNOWLEDGE)))
    @APIResponse(responseCode = "404", description = "the knowledge filter was not asked for, or has not run yet")
    public KnowledgeView knowledge(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = SeriesQuery.SCORER, example = "contains") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM, example = "template") @QueryParam("arm") Optional<String> arm) {
        return transactions.run(handle -> {
            StoredRun run = reader.find(handle, id);
            List<OfSuite> suites = reader.read(handle, run, SeriesQuery.DEFAULT).names().conflict().stream()
                    .map(suite -> new SeriesQuery(Optional.of(suite), scorer, arm, Items.ALL, Optional.empty()))
                    .flatMap(query -> ofSuite(handle, run, query).stream())
                    .toList();
            if (suites.isEmpty()) {
                throw KnownItems.absent("run \"" + id + "\"");
            }
            return new KnowledgeView(id, suites);
        });
    }

    private Optional<OfSuite> ofSuite(Handle handle, StoredRun run, SeriesQuery query) {
        ScoredRun all = reader.read(handle, run, query);
        String suite = query.suite().orElseThrow();
        String suiteId = all.names().id(suite);
        return knownItems
                .filter(handle, run.state().runId(), suiteId, all.series())
                .map(filter -> ofSuite(handle, run, query, all, suite, filter));
    }

    private OfSuite ofSuite(
            Handle handle, StoredRun run, SeriesQuery query, ScoredRun all, String suite, StoredScore filter) {
        SeriesQuery narrow = new SeriesQuery(query.suite(), query.scorer(), query.arm(), Items.KNOWN, Optional.empty());
        ScoredRun known = reader.read(handle, run, narrow);
        int items = filter.score().items();
        int knownCount = known.chosen().orElseThrow().itemIds().size();
        ShownSeries shown = all.shown().orElseThrow();
        return new OfSuite(
                suite,
                filter.suiteId(),
                items,
                knownCount,
                (double) knownCount / items,
                filter.score().step(),
                shown.scorer(),
                shown.arm(),
                Reach.of(all.curve()),
                Reach.of(known.curve()));
    }
}
