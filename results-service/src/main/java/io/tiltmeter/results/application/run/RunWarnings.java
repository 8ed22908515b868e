package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.results.application.run.RunWarning.OfSuite;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.warning.Reading;
import io.tiltmeter.results.warning.WarningRule;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The live warnings of runs. A curve counts as far as it is settled: up to the first checkpoint that is neither scored
 * nor given up. Results that come out of order so change no state that was told before, only when it is told.
 */
@Singleton
public class RunWarnings {
    private final RunStore runs;

    public RunWarnings(RunStore runs) {
        this.runs = runs;
    }

    /**
     * The rule that a run asked for as its {@code early_stopping}. What it left out is as by default, and so is what is
     * out of bounds: the trainer refuses that, but the settings of a run from elsewhere can be anything.
     */
    public static WarningRule rule(StoredRun run) {
        Object asked = run.state().effectiveConfig().get("early_stopping");
        WarningRule standard = WarningRule.DEFAULT;
        return new WarningRule(
                (int) within(asked, "window", 1, EarlyStoppingRequest.MAX_WINDOW, standard.window()),
                within(asked, "threshold", Double.MIN_VALUE, 1, standard.threshold()),
                (int) within(asked, "patience", 1, EarlyStoppingRequest.MAX_PATIENCE, standard.patience()));
    }

    private static double within(Object settings, String name, double lowest, double highest, double byDefault) {
        return settings instanceof Map<?, ?> map
                        && map.get(name) instanceof Number number
                        && number.doubleValue() >= lowest
                        && number.doubleValue() <= highest
                ? number.doubleValue()
                : byDefault;
    }

    /** By the run's own rule. */
    public RunWarning of(Handle handle, ScoredRun scored) {
        return of(handle, scored, rule(scored.run()));
    }

    /** By any rule, from the scores that were read. */
    public RunWarning of(Handle handle, ScoredRun scored, WarningRule rule) {
        List<EvaluationFailed> failures = scored.run().failures() == 0
                ? List.of()
                : runs.failures(handle, scored.run().state().runId());
        return new RunWarning(
                rule,
                scored.names().conflict().stream()
                        .map(name -> ofSuite(scored, name, failures, rule))
                        .toList());
    }

    private static OfSuite ofSuite(ScoredRun scored, String name, List<EvaluationFailed> failures, WarningRule rule) {
        String suiteId = scored.names().id(name);
        List<StoredScore> scores = scored.scores().stream()
                .filter(score -> score.suiteId().equals(suiteId))
                .toList();
        SortedSet<Integer> open = open(scored, suiteId, scores, failures);
        Optional<Integer> firstOpen = open.stream().findFirst();
        List<StoredScore> settled = scores.stream()
                .filter(score -> firstOpen.isEmpty() || score.score().step() < firstOpen.get())
                .toList();
        List<Reading> readings = likeTheNewest(settled).stream()
                .map(score -> new Reading(
                        score.score().step(), score.score().contextAnswer().value()))
                .toList();
        return new OfSuite(name, suiteId, rule.follow(readings), firstOpen);
    }

    /** Steps before the newest scored one that are still to be scored. */
    private static SortedSet<Integer> open(
            ScoredRun scored, String suiteId, List<StoredScore> scores, List<EvaluationFailed> failures) {
        if (scores.isEmpty()) {
            return new TreeSet<>();
        }
        SortedSet<Integer> expected = new TreeSet<>();
        RunUpdated state = scored.run().state();
        boolean declared =
                state.suites().stream().anyMatch(suite -> suite.suiteId().equals(suiteId));
        if (declared) {
            scored.checkpoints().stream().map(CheckpointReady::step).forEach(expected::add);
            if (isTrainedHere(state)) {
                expected.addAll(state.plannedCheckpoints());
            }
        }
        String arm = scored.shown().map(ShownSeries::arm).orElse("");
        Set<Integer> givenUp = failures.stream()
                .filter(failure ->
                        failure.suiteId().equals(suiteId) && failure.arm().equals(arm))
                .map(EvaluationFailed::step)
                .collect(Collectors.toSet());
        scores.forEach(score -> expected.remove(score.score().step()));
        expected.removeAll(givenUp);
        return expected.headSet(scores.get(scores.size() - 1).score().step());
    }

    /** Checkpoints from elsewhere are known before they are here, and some never come: only a trainer saves all it plans. */
    private static boolean isTrainedHere(RunUpdated state) {
        return state.progress().examplesPerStep() > 0;
    }

    /** Scores of another suite version, scorer version or way to ask than the newest say nothing about a change. */
    private static List<StoredScore> likeTheNewest(List<StoredScore> scores) {
        if (scores.isEmpty()) {
            return scores;
        }
        StoredScore.Provenance newest = scores.get(scores.size() - 1).provenance();
        return scores.stream()
                .filter(score -> score.provenance().scorerVersion() == newest.scorerVersion()
                        && score.provenance().itemsSha256().equals(newest.itemsSha256())
                        && score.provenance().armSettings().equals(newest.armSettings()))
                .toList();
    }
}
