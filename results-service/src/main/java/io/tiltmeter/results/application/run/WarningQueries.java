package io.tiltmeter.results.application.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.results.application.run.RunWarning.OfSuite;
import io.tiltmeter.results.persistence.EvaluationFailureRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.warning.CheckpointScore;
import io.tiltmeter.results.warning.WarningRule;
import io.tiltmeter.results.warning.WarningTrack;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The live warnings of runs. A curve counts up to the first checkpoint that is neither scored nor given up. So results
 * that arrive out of order do not change a state that was published before, only when a state is published.
 */
@Singleton
public class WarningQueries {
    private static final int KEPT = 2_000;
    private static final Cache<Curve, WarningTrack> TRACKS =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private final EvaluationFailureRepository failures;

    private record Curve(WarningRule rule, List<CheckpointScore> scores) {
        WarningTrack follow() {
            return rule.follow(scores);
        }
    }

    public WarningQueries(EvaluationFailureRepository failures) {
        this.failures = failures;
    }

    /**
     * The rule in a run's {@code early_stopping}. Absent settings have their defaults, and so have those out of bounds:
     * the trainer refuses them, but the settings of an imported run can be anything.
     */
    public static WarningRule rule(StoredRun run) {
        Object settings = run.state().effectiveConfig().get("early_stopping");
        WarningRule standard = WarningRule.DEFAULT;
        return new WarningRule(
                (int) within(settings, "window", 1, EarlyStoppingRequest.MAX_WINDOW, standard.window()),
                within(settings, "threshold", Double.MIN_VALUE, 1, standard.threshold()),
                (int) within(settings, "patience", 1, EarlyStoppingRequest.MAX_PATIENCE, standard.patience()));
    }

    private static double within(Object settings, String name, double lowest, double highest, double byDefault) {
        return settings instanceof Map<?, ?> map
                        && map.get(name) instanceof Number number
                        && number.doubleValue() >= lowest
                        && number.doubleValue() <= highest
                ? number.doubleValue()
                : byDefault;
    }

    public RunWarning of(ScoredRun scored) {
        return of(scored, rule(scored.run()));
    }

    public RunWarning of(ScoredRun scored, WarningRule rule) {
        return of(scored, rule, failures(List.of(scored)));
    }

    /** The warnings of these runs by their own rules, by the ids of runs. */
    public Map<String, RunWarning> of(List<ScoredRun> all) {
        Map<String, List<EvaluationFailed>> failures = failures(all);
        return all.stream()
                .collect(Collectors.toMap(
                        each -> each.run().state().runId(), each -> of(each, rule(each.run()), failures)));
    }

    private static RunWarning of(ScoredRun scored, WarningRule rule, Map<String, List<EvaluationFailed>> failures) {
        List<EvaluationFailed> own = failures.getOrDefault(scored.run().state().runId(), List.of());
        return new RunWarning(
                rule,
                scored.names().conflict().stream()
                        .map(name -> ofSuite(scored, name, own, rule))
                        .toList());
    }

    private Map<String, List<EvaluationFailed>> failures(List<ScoredRun> all) {
        List<String> failing = all.stream()
                .map(ScoredRun::run)
                .filter(run -> run.failures() > 0)
                .map(run -> run.state().runId())
                .toList();
        return failing.isEmpty() ? Map.of() : failures.ofRuns(failing);
    }

    private static OfSuite ofSuite(ScoredRun scored, String name, List<EvaluationFailed> failures, WarningRule rule) {
        String suiteId = scored.names().id(name);
        List<StoredScore> scores = scored.scores().stream()
                .filter(score -> score.suiteId().equals(suiteId))
                .toList();
        SortedSet<Integer> missing = missing(scored, suiteId, scores, failures);
        Optional<Integer> firstMissing = missing.stream().findFirst();
        List<StoredScore> settled = scores.stream()
                .filter(score -> firstMissing.isEmpty() || score.score().step() < firstMissing.get())
                .toList();
        List<CheckpointScore> curve = likeTheNewest(settled).stream()
                .map(score -> new CheckpointScore(
                        score.score().step(), score.score().contextAnswer().value()))
                .toList();
        return new OfSuite(name, suiteId, TRACKS.get(new Curve(rule, curve), Curve::follow), firstMissing);
    }

    /** Steps before the newest scored one whose scores are missing. */
    private static SortedSet<Integer> missing(
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
        String arm = scored.shown().map(SelectedSeries::arm).orElse("");
        Set<Integer> givenUp = failures.stream()
                .filter(failure ->
                        failure.suiteId().equals(suiteId) && failure.arm().equals(arm))
                .map(EvaluationFailed::step)
                .collect(Collectors.toSet());
        scores.forEach(score -> expected.remove(score.score().step()));
        expected.removeAll(givenUp);
        return expected.headSet(scores.get(scores.size() - 1).score().step());
    }

    /** Only a trainer saves all checkpoints it plans: of a run that is downloaded, some planned ones may never arrive. */
    private static boolean isTrainedHere(RunUpdated state) {
        return state.progress().examplesPerStep() > 0;
    }

    /** Scores of another suite version, scorer version or arm settings than the newest do not show a change of the model. */
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
