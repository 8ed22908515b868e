package io.tiltmeter.results.theory;

import java.util.List;
import java.util.Optional;

/**
 * The model after a step.
 *
 * @param step 0 before finetuning
 * @param contextShare M_C: the share of the context's answer in the probability of it and of the memorised one, mean over tests
 * @param attention to the context, mean over tests
 * @param heldOutLoss mean loss of held-out context-critical examples, in nats; absent without these
 * @param valueChange ||W_V - W_V0||, the Frobenius norm
 * @param classes of the examples that are trained on, those that occur
 */
public record TheoryPoint(
        int step,
        double contextShare,
        double attention,
        Optional<Double> heldOutLoss,
        double valueChange,
        List<OfClass> classes) {
    public TheoryPoint {
        classes = List.copyOf(classes);
    }

    /**
     * The examples of a class.
     *
     * @param loss mean, in nats
     * @param contextGradient theta_C . (-dL/du), mean: above 0, these examples raise the attention to contexts
     * @param contextContribution the same times the class's share of all examples: contributions add up to the gradient of a step
     */
    public record OfClass(TheoryClass exampleClass, double loss, double contextGradient, double contextContribution) {}

    /** theta_C . (-dL/du) of all examples: above 0, the next step raises the attention to contexts. */
    double contextGradient() {
        return classes.stream().mapToDouble(OfClass::contextContribution).sum();
    }

    Optional<OfClass> ofClass(TheoryClass exampleClass) {
        return classes.stream()
                .filter(each -> each.exampleClass() == exampleClass)
                .findFirst();
    }
}
