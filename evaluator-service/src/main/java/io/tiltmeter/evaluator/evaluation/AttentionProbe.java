package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.inference.ContextAttention;
import io.tiltmeter.languagemodel.text.ArmPrompts;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much a model attends to the context at the last position of an arm's prompt, which predicts the answer (figure 3b of
 * Goyal et al., ICLR 2025).
 */
public final class AttentionProbe {
    private final AnsweringModel answering;
    private final ArmPrompts prompts;

    /** @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it */
    public AttentionProbe(AnsweringModel answering, String template, Arm arm) {
        this.answering = answering;
        ExampleEncoder encoder = new ExampleEncoder(
                answering.tokenizer(),
                PromptTemplate.named(template),
                answering.model().config().maxPositionEmbeddings());
        this.prompts = new ArmPrompts(encoder, arm);
    }

    /**
     * The share of attention on all tokens of the context together, mean over heads, in [0, 1], one value a layer. Items are
     * left out whose context cannot be found in their prompt, and those whose prompt leaves no room for an answer.
     *
     * @throws ItemTooLong if no prompt leaves room for one
     */
    public List<ModelResponse> responses(List<SuiteItem> items, PromptRunner runner) {
        int positions = answering.model().config().maxPositionEmbeddings();
        return runner.run(items, item -> prompt(item, positions), this::measured);
    }

    private Prompt.Attend prompt(SuiteItem item, int positions) {
        int[] prompt = prompts.prompt(item);
        if (prompt.length >= positions) {
            throw new ItemTooLong(
                    item.id(),
                    "has a prompt of " + prompt.length + " tokens, and the model has " + positions + " positions");
        }
        return new Prompt.Attend(item.id(), prompt, prompts.context(item));
    }

    private List<ModelResponse> measured(List<Prompt.Attend> batch) {
        List<int[]> ids = new ArrayList<>();
        List<ContextSpan> contexts = new ArrayList<>();
        for (Prompt.Attend prompt : batch) {
            Optional<ContextSpan> context = prompt.context();
            if (context.isPresent()) {
                ids.add(prompt.prompt());
                contexts.add(context.get());
            }
        }
        List<ContextAttention> found =
                ids.isEmpty() ? List.of() : answering.model().attentionToContext(ids, contexts);
        List<ModelResponse> responses = new ArrayList<>();
        int next = 0;
        for (Prompt.Attend prompt : batch) {
            responses.add(
                    prompt.context().isPresent()
                            ? ModelResponse.ofValues(
                                    prompt.itemId(), found.get(next++).shareByLayer())
                            : ModelResponse.leftOut(prompt.itemId()));
        }
        return responses;
    }
}
