package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import java.util.List;

/**
 * A rule that judges the responses of a model to a suite, or a probe, which takes from them what was measured inside the model.
 * It has no state: one serves all evaluations.
 */
public interface Scorer {

    /** As in requests, such as {@code contains}. */
    String name();

    /** Goes up whenever an outcome could change: outcomes of two versions are never mixed. */
    int version();

    /** Whether it is a probe: the metrics of its outcomes are published as a measurement, and no answer is judged. */
    default boolean isProbe() {
        return false;
    }

    /** The responses that it judges. */
    ResponseKind input();

    /** Outcomes of the selected items, in their order. */
    List<ItemOutcome> score(ScoringInput input);

    /** Whether an evaluation that names a scorer so means this one. */
    default boolean isNamed(String scorer) {
        return scorer.equals(name());
    }

    /** What an evaluation can set that changes outcomes, such as {@code threshold=0.5}; blank for the defaults. */
    default String settings(RequestedEvaluation evaluation) {
        return "";
    }

    /** Whether it depends on a service elsewhere: such a one comes after the others. */
    default boolean isRemote() {
        return false;
    }

    /** This scorer as an evaluation names and sets it. */
    default ScorerId id(String name, RequestedEvaluation evaluation) {
        return new ScorerId(name, version(), settings(evaluation));
    }
}
