package io.tiltmeter.results.api.series;

import io.tiltmeter.results.api.Newest;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.store.EvaluationStore;
import io.tiltmeter.results.store.StoredScore;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Which items of a suite the base model knows, and accuracies over them alone. */
@Singleton
public class KnownItems {
    private static final int MOST_SCORES = 4_096;

    private final EvaluationStore evaluations;
    private final Map<Restricted, Optional<SuiteScore>> scores = Newest.mapOf(MOST_SCORES);

    public KnownItems(EvaluationStore evaluations) {
        this.evaluations = evaluations;
    }

    /** The knowledge filter's evaluation of a suite: that of the earliest step, which is the base model's. */
    public Optional<StoredScore> filter(Handle handle, String runId, String suiteId, RunSeries series) {
        return series.knowledgeOf(suiteId)
                .flatMap(one ->
                        evaluations.scores(handle, runId, List.of(one)).stream().findFirst());
    }

    /**
     * The known items of a suite.
     *
     * @throws NotFoundException if it was never asked which these are
     */
    public Known of(Handle handle, String runId, String name, String suiteId, RunSeries series) {
        return filter(handle, runId, suiteId, series)
                .map(score ->
                        new Known(score.evaluationId(), evaluations.itemsFromMemory(handle, score.evaluationId())))
                .orElseThrow(() -> absent("suite \"" + name + "\" of run \"" + runId + "\""));
    }

    /** The problem of a run that has no such evaluation, with what to do about it. */
    public static NotFoundException absent(String where) {
        return new NotFoundException("it is not known which items the base model knows in " + where
                + ": no evaluation by the scorer \"" + RunSeries.KNOWLEDGE
                + "\" has arrived; send \"knowledge_filter\": {} in the \"evaluation\" of the run's request, or wait"
                + " until step 0 is scored");
    }

    /** The scores of a suite over these items alone, those of other suites as they are. */
    public List<StoredScore> restrict(Handle handle, List<StoredScore> all, String suiteId, Known known) {
        return all.stream()
                .flatMap(score -> score.suiteId().equals(suiteId)
                        ? restrict(handle, score, known).map(score::with).stream()
                        : Optional.of(score).stream())
                .toList();
    }

    private Optional<SuiteScore> restrict(Handle handle, StoredScore score, Known known) {
        Restricted key = new Restricted(score.evaluationId(), known.evaluationId());
        synchronized (scores) {
            Optional<SuiteScore> kept = scores.get(key);
            if (kept != null) {
                return kept;
            }
        }
        SuiteScore whole = score.score();
        Optional<SuiteScore> restricted = SuiteOutcomes.of(evaluations.outcomes(handle, score.evaluationId()))
                .only(known.itemIds())
                .map(some -> SuiteScore.of(whole.step(), whole.task(), whole.kind(), some, ClusterBootstrap.STANDARD));
        synchronized (scores) {
            scores.put(key, restricted);
        }
        return restricted;
    }

    /**
     * What the base model knows of a suite.
     *
     * @param evaluationId the evaluation that says so
     */
    public record Known(long evaluationId, Set<String> itemIds) {}

    private record Restricted(long evaluationId, long filterId) {}
}
