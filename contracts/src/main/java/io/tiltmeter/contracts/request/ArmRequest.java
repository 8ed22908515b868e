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
        String answerPrefix,
        Double contextAwareWeight,
        Optional<Integer> samples,
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Long> seed,
        Integer maxNewTokens) {
    private static final double DEFAULT_TEMPERATURE = 0.7;
    private static final int DEFAULT_SAMPLES = 5;

    public ArmRequest {
        answerPrefix = answerPrefix == null ? "" : answerPrefix;
        contextAwareWeight = contextAwareWeight == null ? 0.0 : contextAwareWeight;
        maxNewTokens = maxNewTokens == null ? Arm.DEFAULT_MAX_NEW_TOKENS : maxNewTokens;
    }

    /** A request for this arm, everything written out. */
    static ArmRequest of(Arm arm) {
        return new ArmRequest(
                arm.name(),
                Optional.empty(),
                Optional.of(arm.questionFormat()),
                Optional.of(arm.contextFormat()),
                arm.answerPrefix(),
                arm.contextAwareWeight(),
                arm.sampling().map(Sampling::samples),
                arm.sampling().map(Sampling::temperature),
                arm.sampling().map(Sampling::topP),
                arm.sampling().map(Sampling::seed),
                arm.maxNewTokens());
    }

    /** The arm that is requested. */
    public Arm toArm() {
        PromptStyle style =
                PromptStyle.valueOf(prompt.orElse(PromptStyle.TEMPLATE.id()).toUpperCase(Locale.ROOT));
        return new Arm(
                arm,
                questionFormat.orElse(style.questionFormat()),
                contextFormat.orElse(style.contextFormat()),
                answerPrefix,
                contextAwareWeight,
                isSampled()
                        ? Optional.of(new Sampling(
                                samples.orElse(DEFAULT_SAMPLES),
                                temperature.orElse(DEFAULT_TEMPERATURE),
                                topP.orElse(1.0),
                                seed.orElse(0L)))
                        : Optional.empty(),
                maxNewTokens);
    }

    /** @param at the arm's path in its request, such as {@code evaluation.arms[1]} */
    List<Fault> faults(String at) {
        List<Fault> faults = new ArrayList<>();
        if (EvaluationRequest.isReserved(arm)) {
            faults.add(new Fault(
                    at + ".arm",
                    arm,
                    "knowledge, gradients and <n>-shot are names of the knowledge filter, of a probe and of standard"
                            + " benchmarks",
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
        if (contextAwareWeight > 0 && !showsContext()) {
            faults.add(new Fault(
                    at + ".context_aware_weight",
                    contextAwareWeight.toString(),
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
