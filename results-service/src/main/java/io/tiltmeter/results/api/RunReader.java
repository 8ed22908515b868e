package io.tiltmeter.results.api;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.Curve;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.curve.Verdict;
import io.tiltmeter.results.curve.VerdictRule;
import io.tiltmeter.results.store.EvaluationStore;
import io.tiltmeter.results.store.RunStore;
import io.tiltmeter.results.store.StoredRun;
import io.tiltmeter.results.store.StoredScore;
import io.tiltmeter.servicekit.request.NotFound;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Puts a run together from the stores, and judges it. Verdicts are kept until a new score arrives. */
@Singleton
public class RunReader {
    private static final String SCORER = "contains";
    private static final int MOST_KNOWN = 20;
    private static final int MOST_VERDICTS = 256;

    private final RunStore runs;
    private final EvaluationStore evaluations;
    private final VerdictRule rule = new VerdictRule(ClusterBootstrap.STANDARD);
    private final Map<Judged, Verdict> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Judged, Verdict> eldest) {
            return size() > MOST_VERDICTS;
        }
    };

    public RunReader(RunStore runs, EvaluationStore evaluations) {
        this.runs = runs;
        this.evaluations = evaluations;
    }

    /** @throws NotFound if no news of such a run has arrived; it lists the newest known ones */
    StoredRun find(Handle handle, String runId) {
        return runs.find(handle, runId).orElseThrow(() -> new NotFound("run", runId, runs.ids(handle, MOST_KNOWN)));
    }

    /**
     * Everything scored so far.
     *
     * @param suite the knowledge-conflict suite to show, by name or id; by default the first
     * @throws NotFound if the run has no such suite
     */
    ScoredRun read(Handle handle, StoredRun run, Optional<String> suite) {
        RunUpdated state = run.state();
        SuiteNames names = SuiteNames.of(state.suites());
        Optional<String> conflict = suite.map(wanted -> conflictSuite(wanted, names))
                .or(() -> names.conflict().stream().findFirst());
        List<StoredScore> scores = evaluations.scores(handle, state.runId(), SCORER).stream()
                .filter(score -> names.byId().containsKey(score.suiteId()))
                .toList();
        List<SuiteScore> named = scores.stream()
                .map(score -> score.named(names.byId().get(score.suiteId())))
                .toList();
        Curve curve = Curve.of(conflict.orElse(""), named, names.all());
        return new ScoredRun(run, names, conflict, runs.checkpoints(handle, state.runId()), scores, curve);
    }

    /** The verdict on the points so far; empty if the run has no knowledge-conflict suite. */
    Optional<Verdict> judge(Handle handle, ScoredRun scored) {
        if (scored.conflictSuite().isEmpty()) {
            return Optional.empty();
        }
        Judged judged = new Judged(
                scored.run().state().runId(),
                scored.conflictSuite().get(),
                scored.run().newestEvaluation(),
                scored.names());
        synchronized (verdicts) {
            Verdict known = verdicts.get(judged);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Verdict verdict = rule.judge(scored.curve(), step -> outcomes(handle, scored, step));
        synchronized (verdicts) {
            verdicts.put(judged, verdict);
        }
        return Optional.of(verdict);
    }

    private SuiteOutcomes outcomes(Handle handle, ScoredRun scored, int step) {
        StoredScore score = scored.score(scored.curve().conflictTask(), step).orElseThrow();
        return SuiteOutcomes.of(evaluations.outcomes(handle, score.evaluationId()));
    }

    private static String conflictSuite(String wanted, SuiteNames names) {
        String name = names.byId().getOrDefault(wanted, wanted);
        if (!names.conflict().contains(name)) {
            throw new NotFound("knowledge-conflict suite", wanted, names.conflict());
        }
        return name;
    }

    private record Judged(String runId, String suite, long newestEvaluation, SuiteNames names) {}
}
