package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.application.run.ScoredRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All of a run but its accuracies.
 *
 * @param note what a user wrote about it; absent without one
 * @param suites the suites that every checkpoint is evaluated on
 * @param effectiveConfig every effective setting, by its request name
 * @param checkpoints planned, saved and scored, by ascending step
 * @param imports the files that it was imported from, by time; none of a run that was trained here
 */
public record RunResponse(
        @JsonUnwrapped RunSummaryResponse summary,
        Optional<String> note,
        List<SuiteRef> suites,
        Map<String, Object> effectiveConfig,
        List<CheckpointResponse> checkpoints,
        List<ImportResponse> imports) {

    /**
     * A file that was imported.
     *
     * @param part which results of the run it holds: of a curve and of labels their suite
     * @param format {@code curve}, {@code labels} or {@code scores}
     * @param sourceName what the file was called; empty if that is not known
     * @param sameItems of a curve, whether the import says that every checkpoint answered the same items; absent if it
     *     says nothing
     * @param note what its verdict assumes, in a sentence; absent where items or no verdict come with it
     */
    public record ImportResponse(
            String part,
            RunImported.Format format,
            String sourceName,
            Instant importedAt,
            Optional<Boolean> sameItems,
            Optional<String> note) {
        private static final String SAME =
                "The import says that every checkpoint answered the same items; which of them changed is not known.";
        private static final String OTHER = "The import says that checkpoints answered different items, so the verdict"
                + " takes them for independent samples of items.";
        private static final String UNKNOWN =
                "The import does not say whether every checkpoint answered the same items,"
                        + " so the verdict takes checkpoints for independent samples of items, and needs a larger drop. If they"
                        + " did, import the file again with same_items=true&replace=true.";

        private static ImportResponse of(RunImported event) {
            return new ImportResponse(
                    event.part(),
                    event.format(),
                    event.sourceName(),
                    event.importedAt(),
                    event.sameItems(),
                    event.format() == RunImported.Format.CURVE
                            ? Optional.of(event.sameItems()
                                    .map(same -> same ? SAME : OTHER)
                                    .orElse(UNKNOWN))
                            : Optional.empty());
        }
    }

    /**
     * The state of a checkpoint.
     *
     * @param step optimizer steps taken
     * @param savedAt absent while it is only planned
     * @param lossNats training loss at it, in nats per token; absent at step 0 and before it is saved
     * @param scored suites scored
     * @param waiting suites not scored yet
     * @param failed evaluations that were given up, unless a later attempt scored them
     */
    public record CheckpointResponse(
            int step,
            Optional<Instant> savedAt,
            Optional<Double> lossNats,
            List<String> scored,
            List<String> waiting,
            List<FailedSuite> failed) {}

    /** An evaluation that failed for good: the evaluator-service can retry it. */
    public record FailedSuite(String suite, String arm, int attempts, String reason, Instant failedAt) {}

    static RunResponse of(
            ScoredRun scored, RunSummaryResponse summary, List<EvaluationFailed> failures, List<RunImported> imports) {
        RunUpdated state = scored.run().state();
        TreeSet<Integer> steps = new TreeSet<>(state.plannedCheckpoints());
        scored.checkpoints().forEach(checkpoint -> steps.add(checkpoint.step()));
        scored.scores().forEach(score -> steps.add(score.score().step()));
        return new RunResponse(
                summary,
                scored.run().annotation().note(),
                state.suites(),
                state.effectiveConfig(),
                steps.stream().map(step -> checkpoint(step, scored, failures)).toList(),
                imports.stream().map(ImportResponse::of).toList());
    }

    private static CheckpointResponse checkpoint(int step, ScoredRun scored, List<EvaluationFailed> failures) {
        Optional<CheckpointReady> saved = scored.checkpoint(step);
        List<String> done = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        List<FailedSuite> failed = new ArrayList<>();
        for (Map.Entry<String, String> suite : scored.names().byId().entrySet()) {
            List<FailedSuite> ofSuite = failures.stream()
                    .filter(each -> each.step() == step && each.suiteId().equals(suite.getKey()))
                    .map(each -> new FailedSuite(
                            suite.getValue(), each.arm(), each.attempts(), each.reason(), each.failedAt()))
                    .toList();
            failed.addAll(ofSuite);
            if (scored.score(suite.getValue(), step).isPresent()) {
                done.add(suite.getValue());
            } else if (ofSuite.isEmpty() && scored.names().declared().contains(suite.getValue())) {
                waiting.add(suite.getValue());
            }
        }
        return new CheckpointResponse(
                step, saved.map(CheckpointReady::savedAt), scored.trainingLossNats(step), done, waiting, failed);
    }
}
