package io.tiltmeter.languagemodel.text;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Optional;

/** An arm's prompts in a model's tokens, with what the answer begins with behind them. */
public final class ArmPrompts {
    private final ExampleEncoder encoder;
    private final Arm arm;

    public ArmPrompts(ExampleEncoder encoder, Arm arm) {
        this.encoder = encoder;
        this.arm = arm;
    }

    /** For generation. */
    public int[] prompt(SuiteItem item) {
        return prompt(arm.instruction(item.question(), item.context()), arm.input(item.question(), item.context()));
    }

    /** Where the context is in the prompt; empty if the item or the arm has none, or that cannot be told. */
    public Optional<ContextSpan> context(SuiteItem item) {
        return encoder.findContext(
                arm.instruction(item.question(), item.context()),
                arm.input(item.question(), item.context()),
                item.context());
    }

    /** For generation: the bare question. */
    public int[] withoutContext(SuiteItem item) {
        return prompt(item.question(), "");
    }

    /** An answer behind the prompt, by the one rule of how a continuation is tokenised. */
    public ContinuationIds answer(SuiteItem item, String answer) {
        return encoder.encodeAnswer(
                arm.instruction(item.question(), item.context()),
                arm.input(item.question(), item.context()),
                arm.answerPrefix(),
                answer);
    }

    /** An answer behind the bare question. */
    public ContinuationIds answerWithoutContext(SuiteItem item, String answer) {
        return encoder.encodeAnswer(item.question(), "", arm.answerPrefix(), answer);
    }

    private int[] prompt(String instruction, String input) {
        return encoder.encodePrompt(instruction, input, arm.answerPrefix());
    }
}
