package io.tiltmeter.results.rest.run;

import static io.tiltmeter.results.export.Csv.cell;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.persistence.ScoreRow;
import io.tiltmeter.results.persistence.ScoreRow.Bounded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * One evaluation: a suite put to a checkpoint in one arm and judged by one scorer. Accuracies are shares in [0, 1],
 * bounds those of 95 % intervals; conflict suites have the counterfactual and the parametric one, standard suites the
 * plain one.
 *
 * @param items items scored; 0 for imported numbers that do not say how many
 * @param metrics further numbers by the names of lm-evaluation-harness
 * @param engine what computed it
 * @param batching how items went through the model together, where it was recorded
 * @param replica which evaluator
 * @param suiteVersion hash of the suite's items; for imported numbers the version of the task
 * @param outcomesSha256 hash of the outcomes, or of the imported file
 * @param imported whether the numbers came from a file
 */
public record ScoreView(
        int step,
        String suiteId,
        String task,
        SuiteKind kind,
        String arm,
        String scorer,
        int scorerVersion,
        int items,
        Optional<Double> counterfactualAccuracy,
        Optional<Double> counterfactualLow,
        Optional<Double> counterfactualHigh,
        Optional<Double> parametricAccuracy,
        Optional<Double> parametricLow,
        Optional<Double> parametricHigh,
        Optional<Double> accuracy,
        Optional<Double> accuracyLow,
        Optional<Double> accuracyHigh,
        SortedMap<String, Double> metrics,
        String engine,
        Optional<String> batching,
        String replica,
        String suiteVersion,
        String outcomesSha256,
        String weightsSha256,
        boolean imported,
        Instant finishedAt) {

    static final List<String> HEADER = List.of(
            "run_id",
            "step",
            "suite_id",
            "task",
            "kind",
            "arm",
            "scorer",
            "scorer_version",
            "items",
            "counterfactual_accuracy",
            "counterfactual_low",
            "counterfactual_high",
            "parametric_accuracy",
            "parametric_low",
            "parametric_high",
            "accuracy",
            "accuracy_low",
            "accuracy_high",
            "metrics",
            "engine",
            "batching",
            "replica",
            "suite_version",
            "outcomes_sha256",
            "weights_sha256",
            "imported",
            "finished_at");

    public static ScoreView of(ScoreRow row) {
        boolean conflict = row.kind() == SuiteKind.KNOWLEDGE_CONFLICT;
        Optional<Bounded> context = Optional.of(row.contextAnswer()).filter(any -> conflict);
        Optional<Bounded> memory = row.memoryAnswer().filter(any -> conflict);
        Optional<Bounded> correct = row.correct().filter(any -> !conflict);
        return new ScoreView(
                row.step(),
                row.suiteId(),
                row.task(),
                row.kind(),
                row.arm(),
                row.scorer(),
                row.scorerVersion(),
                row.items(),
                context.map(Bounded::value),
                context.flatMap(Bounded::low),
                context.flatMap(Bounded::high),
                memory.map(Bounded::value),
                memory.flatMap(Bounded::low),
                memory.flatMap(Bounded::high),
                correct.map(Bounded::value),
                correct.flatMap(Bounded::low),
                correct.flatMap(Bounded::high),
                row.metrics(),
                row.engine(),
                row.batching(),
                row.replica(),
                row.itemsSha256(),
                row.outcomesSha256(),
                row.weightsSha256(),
                row.imported(),
                row.finishedAt());
    }

    /** The same as cells under {@link #HEADER}; metrics as {@code name=value}, one behind the other. */
    List<String> cells(String runId) {
        return List.of(
                runId,
                Integer.toString(step),
                suiteId,
                task,
                kind == SuiteKind.KNOWLEDGE_CONFLICT ? "knowledge_conflict" : "standard",
                arm,
                scorer,
                Integer.toString(scorerVersion),
                Integer.toString(items),
                cell(counterfactualAccuracy),
                cell(counterfactualLow),
                cell(counterfactualHigh),
                cell(parametricAccuracy),
                cell(parametricLow),
                cell(parametricHigh),
                cell(accuracy),
                cell(accuracyLow),
                cell(accuracyHigh),
                metrics.entrySet().stream()
                        .map(metric -> metric.getKey() + "=" + metric.getValue())
                        .collect(Collectors.joining("; ")),
                engine,
                batching.orElse(""),
                replica,
                suiteVersion,
                outcomesSha256,
                weightsSha256,
                Boolean.toString(imported),
                finishedAt.toString());
    }
}
