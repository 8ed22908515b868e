package io.tiltmeter.contracts.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * How a run's checkpoints are evaluated, every default filled in.
 *
 * @param scorers names of the rules that judge answers; all of them see the same answers
 * @param arms at least one; the first is the main one, and the only one that standard suites are evaluated by
 * @param logprobThresholdNats a margin between the answers' mean log-probabilities below it decides nothing
 * @param knowledgeFilter which items the base model knows, if that is to be computed
 * @param fewShot solved examples of standard benchmarks, where they are not the benchmark's default
 * @param subset some items of each suite only
 * @param probes names of what is measured inside the model beside the answers, such as {@code attention}
 */
public record EvaluationPlan(
        List<String> scorers,
        List<Arm> arms,
        double logprobThresholdNats,
        Optional<KnowledgeFilter> knowledgeFilter,
        List<FewShot> fewShot,
        Optional<Subset> subset,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> probes) {
    /** The scorer that is shown unless another is asked for, and the only one of standard suites. */
    public static final String CONTAINS = "contains";

    /** The scorer that compares the likelihoods of an item's answers. */
    public static final String LOGPROB = "logprob";

    /** The probe of attention to the context, of conflict suites. */
    public static final String ATTENTION = "attention";

    /** The probe of the losses of each class of examples, of standard suites. */
    public static final String CLASS_LOSSES = "class_losses";

    /** The probe of the gradients of each class of examples, of conflict suites. */
    public static final String CLASS_GRADIENTS = "class_gradients";

    /** PAPER.md, section 1. */
    public static final double DEFAULT_LOGPROB_THRESHOLD_NATS = 1.0;

    /** What happens where a request says nothing. */
    public static final EvaluationPlan DEFAULT = new EvaluationPlan(
            List.of(CONTAINS, "first_mention", LOGPROB),
            List.of(Arm.plain(Arm.DEFAULT_MAX_NEW_TOKENS)),
            DEFAULT_LOGPROB_THRESHOLD_NATS,
            Optional.empty(),
            List.of(),
            Optional.empty());

    @JsonCreator
    public EvaluationPlan {
        scorers = List.copyOf(scorers);
        arms = List.copyOf(arms);
        knowledgeFilter = knowledgeFilter == null ? Optional.empty() : knowledgeFilter;
        fewShot = fewShot == null ? List.of() : List.copyOf(fewShot);
        subset = subset == null ? Optional.empty() : subset;
        probes = probes == null ? List.of() : List.copyOf(probes);
        if (arms.isEmpty() || scorers.isEmpty()) {
            throw new IllegalArgumentException("an evaluation has at least one arm and one scorer");
        }
        if (arms.stream().map(Arm::name).distinct().count() != arms.size()) {
            throw new IllegalArgumentException("two arms have one name");
        }
        if (!(logprobThresholdNats >= 0)) {
            throw new IllegalArgumentException("the logprob threshold " + logprobThresholdNats + " is negative");
        }
    }

    /** Without probes. */
    public EvaluationPlan(
            List<String> scorers,
            List<Arm> arms,
            double logprobThresholdNats,
            Optional<KnowledgeFilter> knowledgeFilter,
            List<FewShot> fewShot,
            Optional<Subset> subset) {
        this(scorers, arms, logprobThresholdNats, knowledgeFilter, fewShot, subset, List.of());
    }
}
