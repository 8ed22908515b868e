package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v1/theories}: one run of the one-layer model (Goyal et al., section 5; our defaults are a run of docs/theory.md).
 * {@code theory-request.schema.json} has the limits of each field.
 *
 * @param contextCritical examples whose answer is only in the context (C)
 * @param nonContextCritical examples whose context agrees with what the model memorised (C+S)
 * @param subjectCritical examples without a context (S)
 * @param counterfactual augmentation: examples whose context contradicts what the model memorised, and whose target is the context's
 * @param tests counterfactual tests: memorised subjects, each with a context answer that no example has
 * @param heldOut context-critical examples that are not trained on
 * @param spareAnswers answers that no example, test or held-out example has
 * @param deltaC probability that a context token alone gives its own answer before training, in (0, 1)
 * @param deltaM likewise of memorised subjects of examples and their answers
 * @param testDeltaM likewise of the tests
 * @param oC logit of every other answer
 * @param oR logit of the relation token
 * @param b how far the relation's score is below the others' before training; by default {@link #relationPenalty()}
 * @param etaK step size of the attention, W_KQ
 * @param etaV step size of the values, W_V; 0 freezes them
 * @param steps of gradient descent on all examples
 * @param points most steps that are reported, denser early
 * @param loggedSteps exactly the steps that are reported, instead of points
 */
public record TheoryRequest(
        int contextCritical,
        int nonContextCritical,
        int subjectCritical,
        int counterfactual,
        int tests,
        int heldOut,
        int spareAnswers,
        double deltaC,
        StrengthRange deltaM,
        StrengthRange testDeltaM,
        double oC,
        double oR,
        Optional<Double> b,
        double etaK,
        double etaV,
        int steps,
        int points,
        Optional<List<Integer>> loggedSteps) {
    /** Default of b. */
    public static final double B = 20;

    /** Default of b where there are examples without a context: of these, only a small b lets the relation be attended to. */
    public static final double B_WITH_SUBJECT_CRITICAL = 2;

    public TheoryRequest {
        loggedSteps = loggedSteps.map(List::copyOf);
    }

    /** The b of the run. */
    public double relationPenalty() {
        return b.orElse(subjectCritical > 0 ? B_WITH_SUBJECT_CRITICAL : B);
    }

    /** Examples that are trained on. */
    public int examples() {
        return contextCritical + nonContextCritical + subjectCritical + counterfactual;
    }

    /** Subject tokens: one of each example, test and held-out example. */
    public int subjects() {
        return examples() + tests + heldOut;
    }

    /** Answer tokens: two of each test and counterfactual example, one of each other example, and the spare ones. */
    public int answers() {
        return subjects() + tests + counterfactual + spareAnswers;
    }

    /** The same with this b. */
    public TheoryRequest with(double relationPenalty) {
        return new TheoryRequest(
                contextCritical,
                nonContextCritical,
                subjectCritical,
                counterfactual,
                tests,
                heldOut,
                spareAnswers,
                deltaC,
                deltaM,
                testDeltaM,
                oC,
                oR,
                Optional.of(relationPenalty),
                etaK,
                etaV,
                steps,
                points,
                loggedSteps);
    }
}
