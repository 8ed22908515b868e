package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.Sampling;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.ContrastedPrompt;
import io.tiltmeter.languagemodel.inference.Generation;
import io.tiltmeter.languagemodel.inference.GenerationSettings;
import io.tiltmeter.languagemodel.inference.TokenChoice;
import io.tiltmeter.languagemodel.text.ArmPrompts;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers to the items of a suite by one arm. The run's own template renders the arm's instruction and input; the prefix of
 * the answer follows it.
 */
public final class AnswerGeneration {
    private final AnsweringModel answering;
    private final Arm arm;
    private final ArmPrompts prompts;
    private final Set<Integer> stops;

    /** @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it */
    public AnswerGeneration(AnsweringModel answering, String template, Arm arm) {
        this.answering = answering;
        this.arm = arm;
        ModelConfig config = answering.model().config();
        ExampleEncoder encoder = new ExampleEncoder(
                answering.tokenizer(), PromptTemplate.named(template), config.maxPositionEmbeddings());
        this.prompts = new ArmPrompts(encoder, arm);
        this.stops = config.stopTokenIds(encoder.stopTokenIds());
    }

    /**
     * Generates answers to the items whose prompts leave room for one; the others are left out.
     *
     * @throws ItemTooLong if that is none
     */
    public List<ModelResponse> generate(List<SuiteItem> items, PromptRunner runner) {
        int positions = answering.model().config().maxPositionEmbeddings();
        return runner.run(items, item -> prompt(item, positions), this::answers);
    }

    private Prompt.Continue prompt(SuiteItem item, int positions) {
        int[] prompt = prompts.prompt(item);
        Optional<int[]> without =
                arm.contextAwareWeight() > 0 ? Optional.of(prompts.withoutContext(item)) : Optional.empty();
        int longest = Math.max(prompt.length, without.map(ids -> ids.length).orElse(0));
        if (longest >= positions) {
            throw new ItemTooLong(
                    item.id(),
                    "has a prompt of " + longest + " tokens, and the model has " + positions
                            + " positions: no room for an answer; shorten the item or train a model with a larger"
                            + " max_position_embeddings");
        }
        return new Prompt.Continue(
                item.id(),
                ItemNumber.of(item.id()),
                prompt,
                without,
                Math.min(arm.maxNewTokens(), positions - longest));
    }

    /** Prompts with less room than others run with those of the same room alone. */
    private List<ModelResponse> answers(List<Prompt.Continue> batch) {
        List<ModelResponse> responses = new ArrayList<>();
        int from = 0;
        while (from < batch.size()) {
            int room = batch.get(from).maxNewTokens();
            int to = from;
            while (to < batch.size() && batch.get(to).maxNewTokens() == room) {
                to++;
            }
            responses.addAll(answers(batch.subList(from, to), room));
            from = to;
        }
        return responses;
    }

    private List<ModelResponse> answers(List<Prompt.Continue> batch, int maxNewTokens) {
        List<List<Generation>> answers = generate(batch, settings(batch, maxNewTokens));
        List<ModelResponse> responses = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            responses.add(ModelResponse.ofTexts(
                    batch.get(i).itemId(),
                    answers.get(i).stream()
                            .map(answer ->
                                    answering.tokenizer().decode(answer.ids()).strip())
                            .toList()));
        }
        return responses;
    }

    private List<List<Generation>> generate(List<Prompt.Continue> batch, GenerationSettings settings) {
        if (arm.contextAwareWeight() > 0) {
            List<ContrastedPrompt> contrasted = batch.stream()
                    .map(each -> new ContrastedPrompt(
                            each.prompt(), each.withoutContext().orElseThrow()))
                    .toList();
            return answering.model().generate(contrasted, arm.contextAwareWeight(), settings);
        }
        return answering
                .model()
                .generate(batch.stream().map(Prompt.Continue::prompt).toList(), settings);
    }

    private GenerationSettings settings(List<Prompt.Continue> batch, int maxNewTokens) {
        GenerationSettings greedy = GenerationSettings.greedy(maxNewTokens, stops);
        return arm.sampling()
                .map(sampling -> greedy.choosing(choice(sampling)
                        .numbered(batch.stream().map(Prompt.Continue::number).toList())))
                .orElse(greedy);
    }

    private static TokenChoice.Sampled choice(Sampling sampling) {
        return new TokenChoice.Sampled(
                sampling.temperature(),
                TokenChoice.Sampled.ALL,
                sampling.topP(),
                sampling.samples(),
                sampling.seed(),
                0);
    }
}
