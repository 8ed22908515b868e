package io.tiltmeter.results.application.run;

import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.StoredScore;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which items of a suite the base model knows: it answers them from memory without the context. */
@Singleton
public class KnowledgeFilter {
    private final EvaluationRepository evaluations;
    private final OutcomeRepository outcomes;

    public KnowledgeFilter(EvaluationRepository evaluations, OutcomeRepository outcomes) {
        this.evaluations = evaluations;
        this.outcomes = outcomes;
    }

    /** The knowledge filter's evaluation of a suite: that of the earliest step, which is of the base model. */
    public Optional<StoredScore> filter(String runId, String suiteId, RunSeries series) {
        return series.knowledgeOf(suiteId)
                .flatMap(one -> evaluations.scores(runId, List.of(one)).stream().findFirst());
    }

    /**
     * The known items of a suite.
     *
     * @throws NotFoundException if the filter has not run
     */
    SelectedItems of(String runId, String suite, String suiteId, RunSeries series) {
        return filter(runId, suiteId, series)
                .map(score -> new SelectedItems("known by " + score.evaluationId(), itemsFromMemory(score)))
                .orElseThrow(() -> absent("suite \"" + suite + "\" of run \"" + runId + "\""));
    }

    /** What to answer where the filter has not run, with the remedy. */
    public static NotFoundException absent(String where) {
        return new NotFoundException("it is not known which items the base model knows in " + where
                + ": no evaluation by the scorer \"" + RunSeries.KNOWLEDGE
                + "\" has arrived; send \"knowledge_filter\": {} in the \"evaluation\" of the run's request, or wait"
                + " until step 0 is scored");
    }

    private Set<String> itemsFromMemory(StoredScore filter) {
        ItemShares shares = outcomes.shares(List.of(filter.evaluationId())).get(filter.evaluationId());
        return IntStream.range(0, shares.items().size())
                .filter(item -> shares.memory()[item] > 0)
                .mapToObj(shares.items()::id)
                .collect(Collectors.toSet());
    }
}
