package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark.GenerationRule;
import io.tiltmeter.evaluator.benchmark.Benchmark.ShotRule;
import io.tiltmeter.languagemodel.scoring.Gsm8kScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GSM8K (Cobbe et al. 2021), five solved examples with their worked solutions; the credit is the strict match. */
public record Gsm8k() implements Benchmark {
    public static final String TASK = "gsm8k";

    private static final BenchmarkMetric STRICT = new BenchmarkMetric("exact_match", "strict-match");
    private static final BenchmarkMetric FLEXIBLE = new BenchmarkMetric("exact_match", "flexible-extract");
    private static final List<String> UNTIL = List.of("Question:", "</s>", "<|im_end|>");

    static Optional<Benchmark> named(String task) {
        return task.equals(TASK) ? Optional.of(new Gsm8k()) : Optional.empty();
    }

    @Override
    public String task() {
        return TASK;
    }

    @Override
    public Number version() {
        return 3.0;
    }

    @Override
    public int defaultShots() {
        return 5;
    }

    @Override
    public ShotRule shotRule() {
        return ShotRule.DRAWN;
    }

    @Override
    public Optional<String> misfit(SuiteItem item) {
        return item.memoryAnswer().isBlank() ? Optional.of("it has no memory_answer") : Optional.empty();
    }

    @Override
    public Optional<String> misfitAsShot(SuiteItem item) {
        return item.solution().isEmpty()
                ? Optional.of("it has no solution, which solved examples show: import the released file again")
                : misfit(item);
    }

    @Override
    public String question(SuiteItem item) {
        return "Question: " + item.question() + "\nAnswer:";
    }

    @Override
    public String shotTarget(SuiteItem item) {
        return solution(item);
    }

    private static String solution(SuiteItem item) {
        return item.solution().orElse(item.memoryAnswer());
    }

    @Override
    public Optional<GenerationRule> generation() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("until", UNTIL);
        arguments.put("do_sample", false);
        arguments.put("temperature", 0.0);
        return Optional.of(new GenerationRule(UNTIL, arguments));
    }

    @Override
    public List<BenchmarkMetric> metrics() {
        return List.of(STRICT, FLEXIBLE);
    }

    @Override
    public BenchmarkMetric primaryMetric() {
        return STRICT;
    }

    @Override
    public Map<String, Double> measured(SuiteItem item, BenchmarkAnswer answer) {
        return Map.of(
                STRICT.itemKey(),
                        (double) Gsm8kScore.strictMatch(answer.generated(), solution(item))
                                .exactMatch(),
                FLEXIBLE.itemKey(),
                        (double) Gsm8kScore.flexibleExtract(answer.generated(), solution(item))
                                .exactMatch());
    }

    @Override
    public String filtered(SuiteItem item, String generated, String filter) {
        return filter.equals(STRICT.filter())
                ? Gsm8kScore.strictMatch(generated, solution(item)).extracted()
                : Gsm8kScore.flexibleExtract(generated, solution(item)).extracted();
    }

    @Override
    public Map<String, Object> document(SuiteItem item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("question", item.question());
        document.put("answer", solution(item));
        return document;
    }

    @Override
    public Object target(SuiteItem item) {
        return solution(item);
    }

    @Override
    public Map<String, Object> definition(SuiteItem item) {
        Map<String, Object> definition = TaskDefinition.of(this, item, "generate_until");
        definition.put("training_split", "train");
        definition.put("test_split", "test");
        definition.put("fewshot_split", "train");
        definition.put("doc_to_text", "Question: {{question}}\nAnswer:");
        definition.put("doc_to_target", "{{answer}}");
        return definition;
    }
}
