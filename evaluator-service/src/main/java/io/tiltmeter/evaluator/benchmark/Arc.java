package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark.ShotRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ARC (Clark et al. 2018): the likelihood of the choices' texts decides. The credit is {@code acc_norm}, which
 * leaderboards report; {@code acc_bytes} is the harness's too, though its ARC does not ask for it.
 *
 * @param task {@value #CHALLENGE} or {@value #EASY}
 */
public record Arc(String task) implements ChoiceBenchmark {
    public static final String CHALLENGE = "arc_challenge";
    public static final String EASY = "arc_easy";

    static Optional<Benchmark> named(String task) {
        return List.of(CHALLENGE, EASY).contains(task) ? Optional.of(new Arc(task)) : Optional.empty();
    }

    @Override
    public ShotRule shotRule() {
        return ShotRule.DRAWN;
    }

    @Override
    public String question(SuiteItem item) {
        return "Question: " + item.question() + "\nAnswer:";
    }

    @Override
    public String shotTarget(SuiteItem item) {
        return ChoiceBenchmark.choices(item).correctText();
    }

    @Override
    public List<String> continuations(SuiteItem item) {
        return ChoiceBenchmark.choices(item).texts().stream()
                .map(text -> TARGET_DELIMITER + text)
                .toList();
    }

    @Override
    public List<BenchmarkMetric> metrics() {
        return List.of(ACC, ACC_NORM, ACC_BYTES);
    }

    @Override
    public BenchmarkMetric primaryMetric() {
        return ACC_NORM;
    }

    @Override
    public Map<String, Double> measured(SuiteItem item, BenchmarkAnswer answer) {
        return ChoiceBenchmark.measured(
                item, answer, ChoiceBenchmark.choices(item).texts());
    }

    @Override
    public Map<String, Object> document(SuiteItem item) {
        List<String> texts = ChoiceBenchmark.choices(item).texts();
        List<String> labels = ItemTags.find(item, ItemTags.LABELS)
                .map(labelled -> List.of(labelled.split(",")))
                .filter(labelled -> labelled.size() == texts.size())
                .orElse(LETTERS.subList(0, texts.size()));
        Map<String, Object> choices = new LinkedHashMap<>();
        choices.put("text", texts);
        choices.put("label", labels);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", item.id());
        document.put("question", item.question());
        document.put("choices", choices);
        document.put("answerKey", labels.get(ChoiceBenchmark.choices(item).correct()));
        return document;
    }

    @Override
    public Map<String, Object> definition(SuiteItem item) {
        Map<String, Object> definition = TaskDefinition.of(this, item, "multiple_choice");
        definition.put("training_split", "train");
        definition.put("validation_split", "validation");
        definition.put("test_split", "test");
        definition.put("doc_to_text", "Question: {{question}}\nAnswer:");
        definition.put("doc_to_target", "{{choices.label.index(answerKey)}}");
        definition.put("doc_to_choice", "{{choices.text}}");
        return definition;
    }
}
