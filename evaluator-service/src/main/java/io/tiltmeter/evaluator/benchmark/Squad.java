package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark.GenerationRule;
import io.tiltmeter.evaluator.benchmark.Benchmark.ShotRule;
import io.tiltmeter.languagemodel.scoring.SquadAnswer;
import io.tiltmeter.languagemodel.scoring.SquadScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SQuAD (Rajpurkar et al. 2016, 2018) as the harness evaluates its {@code squadv2}; version 1.1, which it does not have, is put
 * in the same words and scored by that version's script. As in the harness a solved example has two spaces before its
 * answer, and a question without an answer is answered right by an empty text alone: the word "unanswerable" counts in
 * {@code best_exact} and {@code best_f1} by its probability. A prompt has no title where the item's tags have none.
 */
public record Squad(Release release) implements Benchmark {
    /** How likely the model finds "unanswerable", in [0, 1]. */
    static final BenchmarkMetric NO_ANSWER = BenchmarkMetric.of("no_answer_probability");

    static final BenchmarkMetric F1 = BenchmarkMetric.of("f1");

    private static final String UNANSWERABLE = "unanswerable";
    private static final List<String> UNTIL = List.of("\n");

    /** Which questions there are, and which script scores. */
    public enum Release {
        V1_1("squad", "exact_match", 1),
        V2("squadv2", "exact", 3);

        private final String task;
        private final BenchmarkMetric exact;
        private final int version;

        Release(String task, String exact, int version) {
            this.task = task;
            this.exact = BenchmarkMetric.of(exact);
            this.version = version;
        }

        /** Whether an answer is one of the right ones, by its script's name. */
        BenchmarkMetric exact() {
            return exact;
        }
    }

    static Optional<Benchmark> named(String task) {
        return switch (task) {
            case "squad", "squadv1", "squad_v1" -> Optional.of(new Squad(Release.V1_1));
            case "squadv2", "squad_v2" -> Optional.of(new Squad(Release.V2));
            default -> Optional.empty();
        };
    }

    @Override
    public String task() {
        return release.task;
    }

    @Override
    public Number version() {
        return release.version;
    }

    @Override
    public ShotRule shotRule() {
        return ShotRule.DRAWN_WITH_A_SPARE;
    }

    @Override
    public Optional<String> misfit(SuiteItem item) {
        if (item.context().isBlank()) {
            return Optional.of("it has no context to answer from");
        }
        if (release == Release.V1_1 && !isAnswerable(item)) {
            return Optional.of("it has no context_answer, which every question of version 1.1 has: the suite's task is"
                    + " squadv2 if some have none");
        }
        return Optional.empty();
    }

    static boolean isAnswerable(SuiteItem item) {
        return !item.contextAnswer().isBlank();
    }

    @Override
    public String question(SuiteItem item) {
        String title = ItemTags.find(item, ItemTags.TITLE)
                .map(it -> "Title: " + it + "\n\n")
                .orElse("");
        return title + "Background: " + item.context() + "\n\nQuestion: " + item.question() + "\n\nAnswer:";
    }

    @Override
    public String shotTarget(SuiteItem item) {
        return " " + (isAnswerable(item) ? item.contextAnswer() : UNANSWERABLE);
    }

    @Override
    public List<String> continuations(SuiteItem item) {
        return release == Release.V2 ? List.of(" " + UNANSWERABLE) : List.of();
    }

    @Override
    public Optional<GenerationRule> generation() {
        return Optional.of(new GenerationRule(UNTIL, Map.of("until", UNTIL)));
    }

    @Override
    public List<BenchmarkMetric> metrics() {
        return List.of(release.exact, F1);
    }

    @Override
    public BenchmarkMetric primaryMetric() {
        return F1;
    }

    @Override
    public BenchmarkMetric rightness() {
        return release.exact;
    }

    @Override
    public Map<String, Double> measured(SuiteItem item, BenchmarkAnswer answer) {
        SquadScore score = SquadScore.of(answer.generated(), rightAnswers(item));
        double exact = score.exactMatch();
        if (release == Release.V1_1) {
            return Map.of(release.exact.name(), exact, F1.name(), score.f1OfVersion1());
        }
        double noAnswer =
                answer.isNumber() ? Math.exp(answer.logLikelihoodsNats().get(0)) : 0;
        return Map.of(release.exact.name(), exact, F1.name(), score.f1OfVersion2(), NO_ANSWER.name(), noAnswer);
    }

    /** Version 2 leaves out those of which nothing is left in their normal form. */
    private List<String> rightAnswers(SuiteItem item) {
        List<String> answers = answers(item);
        if (release == Release.V1_1) {
            return answers;
        }
        List<String> left = answers.stream()
                .filter(answer -> !SquadAnswer.normalize(answer).isEmpty())
                .toList();
        return left.isEmpty() ? List.of("") : left;
    }

    private static List<String> answers(SuiteItem item) {
        return isAnswerable(item)
                ? Stream.concat(Stream.of(item.contextAnswer()), item.contextAliases().stream())
                        .toList()
                : List.of();
    }

    /** Without the answers' positions and repetitions, which suites do not keep: its hash is not the harness's. */
    @Override
    public Map<String, Object> document(SuiteItem item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", item.id());
        document.put("title", ItemTags.find(item, ItemTags.TITLE).orElse(""));
        document.put("context", item.context());
        document.put("question", item.question());
        document.put("answers", Map.of("text", answers(item)));
        return document;
    }

    @Override
    public Object target(SuiteItem item) {
        return shotTarget(item);
    }

    @Override
    public Map<String, Object> definition(SuiteItem item) {
        Map<String, Object> definition = TaskDefinition.of(this, item, "generate_until");
        definition.put(
                "doc_to_text", "Title: {{title}}\n\nBackground: {{context}}\n\nQuestion: {{question}}\n\nAnswer:");
        definition.put("doc_to_target", " {{answers.text[0] if answers.text else 'unanswerable'}}");
        return definition;
    }
}
