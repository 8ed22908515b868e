package io.tiltmeter.evaluator.application;

import io.quarkus.arc.All;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.evaluator.scorer.Scorer;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The scorers of this version, by the names that evaluations give them. */
@Singleton
public class ScorerRegistry {
    private final List<Scorer> scorers;

    public ScorerRegistry(@All List<Scorer> scorers) {
        this.scorers = List.copyOf(scorers);
    }

    /** @throws IllegalArgumentException if there is none */
    public Scorer named(String name) {
        return scorers.stream()
                .filter(scorer -> scorer.isNamed(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scorer " + name + "; known: "
                        + scorers.stream().map(Scorer::name).sorted().toList()));
    }

    /** The scorers of an evaluation, in the order in which they are to judge. */
    public List<ScorerId> of(RequestedEvaluation requested) {
        return requested.scorers().stream()
                .sorted(Comparator.comparing(name -> named(name).isRemote()))
                .map(name -> named(name).id(name, requested))
                .toList();
    }

    /** As {@link #of}, those that judge answers: no probes. */
    List<ScorerId> judging(RequestedEvaluation requested) {
        return of(requested).stream()
                .filter(scorer -> !named(scorer.name()).isProbe())
                .toList();
    }

    /** The kinds of responses that an evaluation needs. */
    Set<ResponseKind> inputs(RequestedEvaluation requested) {
        Set<ResponseKind> inputs = EnumSet.noneOf(ResponseKind.class);
        requested.scorers().forEach(name -> inputs.add(named(name).input()));
        return inputs;
    }
}
