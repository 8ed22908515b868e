package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.KnowledgeFilter;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.rest.run.KnowledgeResponse.OfSuite;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the base model knows of the conflict suites, without their contexts. */
@Path("/api/v1/runs/{id}/knowledge")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class KnowledgeResource {
    private final RunQueries runs;
    private final KnowledgeFilter knowledge;

    public KnowledgeResource(RunQueries runs, KnowledgeFilter knowledge) {
        this.runs = runs;
        this.knowledge = knowledge;
    }

    @GET
    @Operation(summary = "The knowledge filter: items that the base model knows, and accuracies with and without it")
    @Transactional
    public KnowledgeResponse knowledge(
            @PathParam("id") String id,
            @QueryParam("scorer") Optional<String> scorer,
            @QueryParam("arm") Optional<String> arm) {
        StoredRun run = runs.find(id);
        List<OfSuite> suites = runs.scored(run, SeriesQuery.DEFAULT).names().conflict().stream()
                .map(suite -> new SeriesQuery(Optional.of(suite), scorer, arm, Items.ALL, Optional.empty()))
                .flatMap(query -> ofSuite(run, query).stream())
                .toList();
        if (suites.isEmpty()) {
            throw KnowledgeFilter.absent("run \"" + id + "\"");
        }
        return new KnowledgeResponse(id, suites);
    }

    private Optional<OfSuite> ofSuite(StoredRun run, SeriesQuery query) {
        ScoredRun all = runs.scored(run, query);
        String suite = query.suite().orElseThrow();
        SeriesQuery narrow = new SeriesQuery(query.suite(), query.scorer(), query.arm(), Items.KNOWN, Optional.empty());
        return knowledge
                .filter(run.state().runId(), all.names().id(suite), all.series())
                .map(filter -> OfSuite.of(suite, filter, all, runs.scored(run, narrow)));
    }
}
