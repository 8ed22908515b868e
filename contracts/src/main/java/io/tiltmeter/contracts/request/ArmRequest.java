package io.tiltmeter.contracts.request;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.PromptStyle;
import io.tiltmeter.contracts.evaluation.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An arm of an evaluation, as a request declares it.
 *
 * @param arm name of the series
 * @param prompt a {@link PromptStyle}; by default {@code template}
 * @param questionFormat instead of the style's: the instruction, with {@code {question}} and, if wanted,
 *     {@code {context}}
 * @param contextFormat instead of the style's: the input, with {@code {context}}; blank for none
 * @param answerPrefix what the answer begins with, given to the model
 * @param contextAwareWeight alpha of context-aware decoding; 0 for none
 * @param samples answers an item, drawn by chance; absent for the likeliest one
 * @param temperature of the draw
 * @param topP of the draw
 * @param seed of the draw
 * @param maxNewTokens limit for each answer
 */
public record ArmRequest(
        String arm,
        Optional<String> prompt,
        Optional<String> questionFormat,
        Optional<String> contextFormat,
        Optional<String> answerPrefix,
        Optional<Double> contextAwareWeight,
        Optional<Integer> samples,
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Long> seed,
        Optional<Integer> maxNewTokens) {
    private static final double DEFAULT_TEMPERATURE = 0.7;
    private static final int DEFAULT_SAMPLES = 5;

    /** The arm with every default filled in. */
    Arm toArm() {
        PromptStyle style =
                PromptStyle.valueOf(prompt.orElse(PromptStyle.TEMPLATE.id()).toUpperCase(Locale.ROOT));
        return new Arm(
                arm,
                questionFormat.orElse(style.questionFormat()),
                contextFormat.orElse(style.contextFormat()),
                answerPrefix.orElse(""),
                contextAwareWeight.orElse(0.0),
                isSampled()
                        ? Optional.of(new Sampling(
                                samples.orElse(DEFAULT_SAMPLES),
                                temperature.orElse(DEFAULT_TEMPERATURE),
                                topP.orElse(1.0),
                                seed.orElse(0L)))
                        : Optional.empty(),
                maxNewTokens.orElse(Arm.DEFAULT_MAX_NEW_TOKENS));
    }

    /** What the arm says, defaults included. */
    ArmRequest effective() {
        Arm whole = toArm();
        return new ArmRequest(
                arm,
                Optional.empty(),
                Optional.of(whole.questionFormat()),
                Optional.of(whole.contextFormat()),
                Optional.of(whole.answerPrefix()),
                Optional.of(whole.contextAwareWeight()),
                whole.sampling().map(Sampling::samples),
                whole.sampling().map(Sampling::temperature),
                whole.sampling().map(Sampling::topP),
                whole.sampling().map(Sampling::seed),
                Optional.of(whole.maxNewTokens()));
    }

    /** @param at the arm's place in its request, such as {@code evaluation.arms[1]} */
    List<Fault> faults(String at) {
        List<Fault> faults = new ArrayList<>();
        if (EvaluationRequest.isReserved(arm)) {
            faults.add(new Fault(
                    at + ".arm",
                    arm,
                    "knowledge and <n>-shot are names of the knowledge filter and of standard benchmarks",
                    "send another name"));
        }
        questionFormat
                .filter(format -> !format.contains("{question}"))
                .ifPresent(format -> faults.add(new Fault(
                        at + ".question_format",
                        format,
                        "holds the place {question}",
                        "send a format such as \"In the text, {question}\"")));
        contextFormat
                .filter(format -> !format.isBlank() && !format.contains("{context}"))
                .ifPresent(format -> faults.add(new Fault(
                        at + ".context_format",
                        format,
                        "holds the place {context}, or is blank",
                        "send a format such as \"Text: {context}\"")));
        if (contextAwareWeight.orElse(0.0) > 0 && !showsContext()) {
            faults.add(new Fault(
                    at + ".context_aware_weight",
                    contextAwareWeight.get().toString(),
                    "needs a prompt that shows the context",
                    "leave it out, or choose another prompt than without_context"));
        }
        return faults;
    }

    private boolean isSampled() {
        return samples.isPresent() || temperature.isPresent() || topP.isPresent();
    }

    private boolean showsContext() {
        Arm whole = toArm();
        return whole.questionFormat().contains("{context}")
                || whole.contextFormat().contains("{context}");
    }
}
