package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.imports.ImportedLabel;
import io.tiltmeter.results.persistence.EvaluationStore;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.ImportedScores;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Stores imported labels: an evaluation a checkpoint with its items, so that they flip and are judged as ours are. */
@Singleton
public class LabelFold {
    private static final String ENGINE = "imported labels";

    private final EvaluationStore evaluations;
    private final ImportedScores scores;
    private final ImportStore imports;

    public LabelFold(EvaluationStore evaluations, ImportedScores scores, ImportStore imports) {
        this.evaluations = evaluations;
        this.scores = scores;
        this.imports = imports;
    }

    void store(Handle handle, RunImported news, Labels labels) {
        String suite = news.part();
        labels.byStep().forEach((step, ofStep) -> {
            List<ItemOutcome> outcomes = ofStep.entrySet().stream()
                    .map(each -> outcome(each, labels.cluster(each.getKey())))
                    .toList();
            SuiteOutcomes all = SuiteOutcomes.of(outcomes);
            evaluations.store(
                    handle,
                    evaluation(news, suite, step, labels.clusters().size(), outcomes),
                    SuiteScore.of(step, suite, SuiteKind.KNOWLEDGE_CONFLICT, all.shares(), ClusterBootstrap.STANDARD),
                    all);
        });
        scores.mark(handle, news, suite, ImportedSeries.SCORER);
        imports.storeLosses(handle, news, new TreeMap<>());
    }

    /** No text came with a label. */
    private static ItemOutcome outcome(Map.Entry<String, ImportedLabel> item, String cluster) {
        return new ItemOutcome(
                item.getKey(),
                cluster,
                "",
                item.getValue().context(),
                item.getValue().memory());
    }

    private static SuiteEvaluated evaluation(
            RunImported news, String suite, int step, int items, List<ItemOutcome> outcomes) {
        return new SuiteEvaluated(
                new SuiteEvaluated.Checkpoint(
                        news.runId(), news.runName().orElse(news.runId()), step, news.lastStep(), 0),
                new SuiteRef(suite, SuiteKind.KNOWLEDGE_CONFLICT, suite, items, news.file()),
                ImportedSeries.SCORER,
                1,
                "",
                new SuiteEvaluated.Counts(
                        outcomes.size(),
                        count(outcomes, ItemOutcome::contextAnswerFound),
                        count(outcomes, ItemOutcome::memoryAnswerFound),
                        count(outcomes, ItemOutcome::correct)),
                news.source(),
                new SuiteEvaluated.Execution(ENGINE, "", news.importedAt(), news.importedAt(), news.importedAt()),
                ImportedSeries.ARM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    private static int count(List<ItemOutcome> outcomes, Predicate<ItemOutcome> flag) {
        return (int) outcomes.stream().filter(flag).count();
    }
}
