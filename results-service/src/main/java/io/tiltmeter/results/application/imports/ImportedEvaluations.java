package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.imports.ImportedPoint;
import io.tiltmeter.results.imports.ImportedPoint.Bounds;
import io.tiltmeter.results.persistence.ImportedScoreRepository.ImportedScore;
import io.tiltmeter.results.persistence.ImportedScoreRepository.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Imported curves and labels as evaluations. */
final class ImportedEvaluations {
    /** A part of an import that is not a results file is a knowledge-conflict suite, named by the part. */
    static final SuiteKind KIND = SuiteKind.KNOWLEDGE_CONFLICT;

    private ImportedEvaluations() {}

    /** A score a checkpoint for the conflict suite of a curve, and one for each standard benchmark beside it. */
    static List<ImportedScore> scores(RunImported event, Curve curve) {
        String suite = event.part();
        List<ImportedScore> scores = new ArrayList<>();
        for (ImportedPoint point : curve.points()) {
            Bounded counterfactual = bounded(point.counterfactual(), point.counterfactualInterval());
            Optional<Bounded> parametric = point.parametric().map(value -> bounded(value, point.parametricInterval()));
            Measured conflict =
                    new Measured(Optional.of(counterfactual), parametric, Optional.empty(), new TreeMap<>());
            scores.add(score(
                    event,
                    point,
                    suite,
                    suite,
                    KIND,
                    ImportedNames.SCORER,
                    point.items().orElse(0),
                    conflict));
            point.standard().forEach((benchmark, share) -> {
                String id = ImportedNames.idOf(benchmark, Set.of(suite));
                Bounded correct = bounded(share, Optional.empty());
                Measured standard =
                        new Measured(Optional.empty(), Optional.empty(), Optional.of(correct), new TreeMap<>());
                scores.add(score(event, point, id, benchmark, SuiteKind.STANDARD, id, 0, standard));
            });
        }
        return scores;
    }

    /** The training losses of a curve by step, in nats per token. */
    static SortedMap<Integer, Double> losses(Curve curve) {
        SortedMap<Integer, Double> losses = new TreeMap<>();
        curve.points().forEach(point -> point.trainingLossNats().ifPresent(loss -> losses.put(point.step(), loss)));
        return losses;
    }

    /** The outcomes of one checkpoint; no text comes with a label. */
    static SuiteOutcomes outcomes(Labels labels, int step) {
        return SuiteOutcomes.of(labels.byStep().get(step).entrySet().stream()
                .map(item -> new ItemOutcome(
                        item.getKey(),
                        labels.cluster(item.getKey()),
                        "",
                        item.getValue().context(),
                        item.getValue().memory()))
                .toList());
    }

    /** The event that our own evaluator would have published of these outcomes. */
    static SuiteEvaluated evaluation(RunImported event, Labels labels, int step, List<ItemOutcome> outcomes) {
        String suite = event.part();
        return new SuiteEvaluated(
                new SuiteEvaluated.Checkpoint(
                        event.runId(), event.runName().orElse(event.runId()), step, event.lastStep(), 0),
                new SuiteRef(suite, KIND, suite, labels.clusters().size(), event.file()),
                ImportedNames.SCORER,
                1,
                "",
                new SuiteEvaluated.Counts(
                        outcomes.size(),
                        count(outcomes, ItemOutcome::contextAnswerFound),
                        count(outcomes, ItemOutcome::memoryAnswerFound),
                        count(outcomes, ItemOutcome::correct)),
                event.source(),
                new SuiteEvaluated.Execution(
                        "imported labels", "", event.importedAt(), event.importedAt(), event.importedAt()),
                ImportedNames.ARM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    private static ImportedScore score(
            RunImported event,
            ImportedPoint point,
            String suiteId,
            String task,
            SuiteKind kind,
            String scorer,
            int items,
            Measured measured) {
        return new ImportedScore(
                point.step(),
                suiteId,
                task,
                kind,
                ImportedNames.ARM,
                scorer,
                items,
                point.epochs().orElse(0.0),
                measured,
                event.file().sha256(),
                true,
                "imported curve",
                "",
                event.importedAt());
    }

    private static Bounded bounded(double value, Optional<Bounds> bounds) {
        return new Bounded(value, bounds.map(Bounds::low), bounds.map(Bounds::high));
    }

    private static int count(List<ItemOutcome> outcomes, Predicate<ItemOutcome> flag) {
        return (int) outcomes.stream().filter(flag).count();
    }
}
