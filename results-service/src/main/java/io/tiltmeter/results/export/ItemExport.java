package io.tiltmeter.results.export;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.ScoreRepository;
import io.tiltmeter.results.persistence.ScoreRepository.EvaluatedItems;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every item of a run at every checkpoint, a row an item, read while it is written: a long run exceeds the memory. */
@Singleton
public class ItemExport {
    private static final int EVALUATIONS_AT_ONCE = 16;

    private final RunQueries runs;
    private final ScoreRepository scores;
    private final OutcomeRepository outcomes;

    public ItemExport(RunQueries runs, ScoreRepository scores, OutcomeRepository outcomes) {
        this.runs = runs;
        this.scores = scores;
        this.outcomes = outcomes;
    }

    /**
     * What is exported.
     *
     * @param names of suites by their ids
     */
    public record Selection(String runId, List<EvaluatedItems> evaluations, Map<String, String> names) {
        private String suite(EvaluatedItems evaluation) {
            return names.getOrDefault(evaluation.suiteId(), evaluation.task());
        }

        private Selection only(String what, Optional<String> wanted, Function<EvaluatedItems, String> aspect) {
            if (wanted.isEmpty()) {
                return this;
            }
            List<EvaluatedItems> kept = evaluations.stream()
                    .filter(each -> aspect.apply(each).equals(wanted.get()))
                    .toList();
            if (kept.isEmpty()) {
                List<String> known =
                        evaluations.stream().map(aspect).distinct().sorted().toList();
                throw new NotFound(what + " with items", wanted.get(), known);
            }
            return new Selection(runId, kept, names);
        }
    }

    /**
     * Selects evaluations of a run; all of them where nothing is named.
     *
     * @param suite by name or id
     * @throws NotFound if there is no such run, or no such evaluation
     */
    public Selection select(String runId, Optional<String> suite, Optional<String> scorer, Optional<String> arm) {
        Selection all = QuarkusTransaction.requiringNew().call(() -> {
            ScoredRun run = runs.scored(runId, SeriesQuery.DEFAULT);
            return new Selection(runId, scores.withItems(runId), run.names().byId());
        });
        return all.only("suite", suite.map(name -> all.names().getOrDefault(name, name)), all::suite)
                .only("scorer", scorer, EvaluatedItems::scorer)
                .only("arm", arm, EvaluatedItems::arm);
    }

    public void write(Selection selection, ItemExportFormat format, Formulas formulas, OutputStream out)
            throws IOException {
        format.write(rows -> write(selection, rows), formulas, out);
    }

    private void write(Selection selection, ItemExportFormat.RowWriter rows) throws IOException {
        List<EvaluatedItems> all = selection.evaluations();
        for (int first = 0; first < all.size(); first += EVALUATIONS_AT_ONCE) {
            List<EvaluatedItems> some = all.subList(first, Math.min(first + EVALUATIONS_AT_ONCE, all.size()));
            Map<Long, ItemShares> shares = QuarkusTransaction.requiringNew()
                    .call(() -> outcomes.shares(
                            some.stream().map(EvaluatedItems::evaluationId).toList()));
            for (EvaluatedItems each : some) {
                ItemShares ofEach = shares.get(each.evaluationId());
                if (ofEach != null) {
                    write(selection.runId(), each, selection.suite(each), ofEach, rows);
                }
            }
        }
    }

    private static void write(
            String runId, EvaluatedItems evaluation, String suite, ItemShares shares, ItemExportFormat.RowWriter rows)
            throws IOException {
        for (int item = 0; item < shares.items().size(); item++) {
            rows.write(List.of(
                    runId,
                    evaluation.step(),
                    suite,
                    evaluation.scorer(),
                    evaluation.arm(),
                    shares.items().id(item),
                    shares.items().cluster(item),
                    shares.context()[item],
                    shares.memory()[item],
                    shares.correct()[item]));
        }
    }
}
