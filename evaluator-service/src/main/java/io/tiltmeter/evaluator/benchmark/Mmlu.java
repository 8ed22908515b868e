package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark.ShotRule;
import io.tiltmeter.languagemodel.text.WhiteSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MMLU (Hendrycks et al. 2021): the likelihood of the letters decides. An item's tag {@code subject:anatomy} says its
 * subject, or else the task's name; without either the description names none, and the item counts for the total alone.
 *
 * @param subject that all items are of; empty if their tags say theirs
 */
public record Mmlu(Optional<String> subject) implements ChoiceBenchmark {
    /** The group that all subjects are in. */
    public static final String TASK = "mmlu";

    private static final String NO_SUBJECT = "unspecified";

    static Optional<Benchmark> named(String task) {
        if (task.equals(TASK)) {
            return Optional.of(new Mmlu(Optional.empty()));
        }
        return Optional.of(task)
                .filter(name -> name.startsWith(TASK + "_"))
                .map(name -> name.substring(TASK.length() + 1))
                .filter(MmluGroup::isSubject)
                .map(name -> new Mmlu(Optional.of(name)));
    }

    @Override
    public String task() {
        return subject.map(name -> TASK + "_" + name).orElse(TASK);
    }

    @Override
    public String taskOf(SuiteItem item) {
        return TASK + "_" + aliasOf(item);
    }

    @Override
    public String aliasOf(SuiteItem item) {
        return subjectOf(item).orElse(NO_SUBJECT);
    }

    private Optional<String> subjectOf(SuiteItem item) {
        return subject.or(() -> ItemTags.find(item, ItemTags.SUBJECT))
                .map(name -> name.strip().replace(' ', '_'));
    }

    @Override
    public ShotRule shotRule() {
        return ShotRule.FIRST;
    }

    @Override
    public String description(SuiteItem item) {
        String about =
                subjectOf(item).map(name -> " about " + name.replace('_', ' ')).orElse("");
        return "The following are multiple choice questions (with answers)" + about + "." + SHOT_DELIMITER;
    }

    @Override
    public String question(SuiteItem item) {
        StringBuilder text = new StringBuilder(stripped(item.question()));
        List<String> choices = ChoiceBenchmark.choices(item).texts();
        for (int i = 0; i < choices.size(); i++) {
            text.append('\n').append(LETTERS.get(i)).append(". ").append(choices.get(i));
        }
        return text.append("\nAnswer:").toString();
    }

    /** Python's {@code str.strip}. */
    private static String stripped(String text) {
        String left = WhiteSpace.stripTrailing(text);
        int start = 0;
        while (start < left.length() && WhiteSpace.is(left.charAt(start))) {
            start++;
        }
        return left.substring(start);
    }

    @Override
    public String shotTarget(SuiteItem item) {
        return LETTERS.get(ChoiceBenchmark.choices(item).correct());
    }

    @Override
    public List<String> continuations(SuiteItem item) {
        return letters(item).stream().map(letter -> TARGET_DELIMITER + letter).toList();
    }

    private static List<String> letters(SuiteItem item) {
        return LETTERS.subList(0, ChoiceBenchmark.choices(item).texts().size());
    }

    @Override
    public List<BenchmarkMetric> metrics() {
        return List.of(ACC);
    }

    @Override
    public BenchmarkMetric primaryMetric() {
        return ACC;
    }

    @Override
    public Map<String, Double> measured(SuiteItem item, BenchmarkAnswer answer) {
        String acc = ACC.name();
        return Map.of(acc, ChoiceBenchmark.measured(item, answer, letters(item)).get(acc));
    }

    @Override
    public Map<String, Object> document(SuiteItem item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("question", item.question());
        document.put("subject", subjectOf(item).orElse(""));
        document.put("choices", ChoiceBenchmark.choices(item).texts());
        document.put("answer", ChoiceBenchmark.choices(item).correct());
        return document;
    }

    @Override
    public Map<String, Object> definition(SuiteItem item) {
        Map<String, Object> definition = TaskDefinition.of(this, item, "multiple_choice");
        definition.put("test_split", "test");
        definition.put("fewshot_split", "dev");
        definition.put("fewshot_config", Map.of("sampler", "first_n"));
        definition.put(
                "doc_to_text",
                "{{question.strip()}}\nA. {{choices[0]}}\nB. {{choices[1]}}\nC. {{choices[2]}}\nD. {{choices[3]}}\nAnswer:");
        definition.put("doc_to_target", "answer");
        definition.put("doc_to_choice", letters(item));
        return definition;
    }
}
