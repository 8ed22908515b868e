package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.application.item.ItemQueries;
import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.servicekit.rest.NotFound;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/runs/{id}/outcomes")
@Tag(name = "Outcomes", description = "Single items: the question, the generated text, and which answer it contains")
@Produces(MediaType.APPLICATION_JSON)
public class OutcomeResource {
    private final RunQueries runs;
    private final ItemQueries items;

    public OutcomeResource(RunQueries runs, ItemQueries items) {
        this.runs = runs;
        this.items = items;
    }

    @GET
    @Operation(summary = "Items of one suite at one checkpoint, with the text that was generated")
    @Transactional
    public OutcomesResponse outcomes(
            @PathParam("id") String id,
            @QueryParam("step") Optional<String> step,
            @BeanParam SeriesParameters series,
            @QueryParam("answer") Optional<String> answer,
            @QueryParam("item") Optional<String> item,
            @BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        Page page = faults.page(parameters);
        AnswerFilter wanted = faults.choice("answer", answer, AnswerFilter.ANY);
        int at = faults.requiredStep("step", step);
        SeriesQuery query = series.query(faults);
        faults.check();
        ScoredRun scored = runs.scored(id, SeriesQuery.DEFAULT);
        String name = suiteName(scored, query.suite());
        StoredScore score = score(runs.series(scored, name, query), name, at);
        ItemShares shares = items.shares(score);
        Optional<SelectedItems> selected = runs.selected(scored, name, query);
        int[] matching = IntStream.range(0, shares.items().size())
                .filter(index -> wanted.holds(shares.context()[index], shares.memory()[index]))
                .filter(index ->
                        item.isEmpty() || item.get().equals(shares.items().id(index)))
                .filter(index -> selected.isEmpty()
                        || selected.get().itemIds().contains(shares.items().id(index)))
                .toArray();
        int[] onPage =
                Arrays.stream(matching).skip(page.offset()).limit(page.limit()).toArray();
        return OutcomesResponse.of(scored, score, items.read(score, onPage), matching.length, page);
    }

    private static String suiteName(ScoredRun scored, Optional<String> suite) {
        List<String> known = scored.names().all().stream().sorted().toList();
        if (suite.isEmpty()) {
            return scored.conflictSuite()
                    .or(() -> known.stream().findFirst())
                    .orElseThrow(() -> new NotFound("suite", "", known));
        }
        String name = scored.names().byId().getOrDefault(suite.get(), suite.get());
        if (!known.contains(name)) {
            throw new NotFound("suite", suite.get(), known);
        }
        return name;
    }

    private static StoredScore score(List<StoredScore> series, String suite, int step) {
        return series.stream()
                .filter(score -> score.score().step() == step)
                .findFirst()
                .orElseThrow(() -> new NotFound(
                        "checkpoint scored on " + suite + " at step",
                        Integer.toString(step),
                        series.stream()
                                .map(score -> Integer.toString(score.score().step()))
                                .toList()));
    }
}
