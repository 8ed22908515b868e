package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.inference.GradientComparison;
import io.tiltmeter.languagemodel.inference.WeightedContinuation;
import io.tiltmeter.languagemodel.text.ArmPrompts;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a small training step on each class of examples moves a conflict suite: the gradient of the negative mean loss of the
 * class beside that of the suite's mean margin, the mean log-probability of the context answer less that of the memory answer.
 * Both are on the query and key weights, or on an adapter's factors of these. A positive product means that the step moves the
 * model towards the context.
 */
public final class GradientProbe {
    /** Goes up whenever the same request would give other gradients. */
    static final int VERSION = 1;

    /** Most items of the conflict suite, and of each class: those whose hash comes first, the same at every checkpoint. */
    static final int MAX_ITEMS = 64;

    private final AnsweringModel answering;
    private final ArmPrompts prompts;
    private final int positions;

    /** @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it */
    public GradientProbe(AnsweringModel answering, String template, Arm arm) {
        this.answering = answering;
        this.positions = answering.model().config().maxPositionEmbeddings();
        this.prompts = new ArmPrompts(
                new ExampleEncoder(answering.tokenizer(), PromptTemplate.named(template), positions), arm);
    }

    /**
     * One response for each class that has items, under its name, with four values: the norm of its gradient, that of the
     * margin's, their product, and the number of its items. Items that are too long for the model do not count.
     *
     * @param conflict items of the conflict suite
     * @param standard items of the standard suites
     * @return none if no item of the conflict suite counts; a response is left out if a value is not finite
     */
    public List<ModelResponse> responses(List<SuiteItem> conflict, List<SuiteItem> standard) {
        List<WeightedContinuation> margin = margin(sample(conflict.stream()
                .filter(item ->
                        item.isConflict() && fits(item, item.contextAnswer()) && fits(item, item.memoryAnswer()))
                .toList()));
        Map<String, List<WeightedContinuation>> classes = classes(standard);
        if (margin.isEmpty() || classes.isEmpty()) {
            return List.of();
        }
        List<GradientComparison> found = answering.model().compareGradients(margin, List.copyOf(classes.values()));
        List<ModelResponse> responses = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, List<WeightedContinuation>> each : classes.entrySet()) {
            GradientComparison of = found.get(next++);
            List<Double> values = List.of(of.norm(), of.referenceNorm(), of.product(), (double)
                    each.getValue().size());
            responses.add(
                    values.stream().allMatch(Double::isFinite)
                            ? ModelResponse.ofValues(each.getKey(), values)
                            : ModelResponse.leftOut(each.getKey()));
        }
        return responses;
    }

    private List<WeightedContinuation> margin(List<SuiteItem> items) {
        List<WeightedContinuation> terms = new ArrayList<>();
        for (SuiteItem item : items) {
            terms.add(new WeightedContinuation(prompts.answer(item, item.contextAnswer()), 1.0 / items.size()));
            terms.add(new WeightedContinuation(prompts.answer(item, item.memoryAnswer()), -1.0 / items.size()));
        }
        return terms;
    }

    /** The negative mean loss of each class, by its name. */
    private Map<String, List<WeightedContinuation>> classes(List<SuiteItem> standard) {
        Map<String, List<SuiteItem>> items = new TreeMap<>();
        for (SuiteItem item : standard) {
            ExampleClass of = ItemClass.of(item);
            Optional<String> answer = ItemClass.answer(item);
            if (of != ExampleClass.UNLABELLED && answer.isPresent() && fits(item, answer.get())) {
                items.computeIfAbsent(ItemClass.name(of), any -> new ArrayList<>())
                        .add(item);
            }
        }
        Map<String, List<WeightedContinuation>> classes = new TreeMap<>();
        items.forEach((name, all) -> {
            List<SuiteItem> some = sample(all);
            classes.put(
                    name,
                    some.stream()
                            .map(item -> new WeightedContinuation(
                                    prompts.answer(item, ItemClass.answer(item).orElseThrow()), 1.0 / some.size()))
                            .toList());
        });
        return classes;
    }

    private boolean fits(SuiteItem item, String answer) {
        ContinuationIds ids = prompts.answer(item, answer);
        return !ids.isLongerThan(positions);
    }

    private static List<SuiteItem> sample(List<SuiteItem> items) {
        return SuiteSelection.of(items, Optional.of(new Subset(MAX_ITEMS, Optional.of(0L))), any -> "")
                .selected();
    }
}
