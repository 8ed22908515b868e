package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A standard benchmark: the prompts, and how answers are measured. Texts are exact, white space included: a
 * prompt is the description, each solved example as {@code question + " " + target + "\n\n"}, and the question.
 */
public sealed interface Benchmark permits ChoiceBenchmark, Gsm8k, Squad {
    /** Between a question and its answer: the harness's {@code target_delimiter}. */
    String TARGET_DELIMITER = " ";

    /** Behind a solved example: the harness's {@code fewshot_delimiter}. */
    String SHOT_DELIMITER = "\n\n";

    /** The benchmark that a suite's task names; empty for other tasks, which scorers of answers judge. */
    static Optional<Benchmark> named(String task) {
        return Stream.of(Mmlu.named(task), Arc.named(task), Gsm8k.named(task), Squad.named(task))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The name in results. */
    String task();

    /** The task of the harness that an item counts for: of MMLU each subject is one. */
    default String taskOf(SuiteItem item) {
        return task();
    }

    /** The task's name in tables. */
    default String aliasOf(SuiteItem item) {
        return taskOf(item);
    }

    /** The harness's version of the task. */
    Number version();

    /** Solved examples in a prompt where a request does not say how many: the harness's {@code num_fewshot}. */
    default int defaultShots() {
        return 0;
    }

    /** How solved examples are chosen. */
    ShotRule shotRule();

    /** Why an item cannot be evaluated, if it cannot. */
    Optional<String> misfit(SuiteItem item);

    /** Why an item cannot be a solved example, if it cannot. */
    default Optional<String> misfitAsShot(SuiteItem item) {
        return misfit(item);
    }

    /** What a prompt begins with. */
    default String description(SuiteItem item) {
        return "";
    }

    /** The harness's {@code doc_to_text}. */
    String question(SuiteItem item);

    /** The text behind the question of a solved example. */
    String shotTarget(SuiteItem item);

    /** Texts whose likelihoods behind the prompt count, each with what separates it from the prompt; may be none. */
    default List<String> continuations(SuiteItem item) {
        return List.of();
    }

    /** How the prompt is continued, where a text is generated. */
    Optional<GenerationRule> generation();

    /** What is measured of each answer and averaged over items. */
    List<BenchmarkMetric> metrics();

    /** The one that is an item's credit. */
    BenchmarkMetric primaryMetric();

    /** The one that says whether an answer is right: above 0 is. */
    default BenchmarkMetric rightness() {
        return primaryMetric();
    }

    /** An answer's values in [0, 1], by {@link BenchmarkMetric#itemKey}. */
    Map<String, Double> measured(SuiteItem item, BenchmarkAnswer answer);

    /** What the harness's filter leaves of a generated text; the text itself without one. */
    default String filtered(SuiteItem item, String generated, String filter) {
        return generated;
    }

    /** The row of the published data set, keys in its order, as far as the suite keeps it. */
    Map<String, Object> document(SuiteItem item);

    /** The harness's {@code doc_to_target}: a text or a position. */
    Object target(SuiteItem item);

    /** The harness's task configuration, as far as it says how the benchmark works. */
    Map<String, Object> definition(SuiteItem item);

    /** How the harness chooses the solved examples of a prompt. */
    enum ShotRule {
        /** The first ones of the same task, in their order: its sampler {@code first_n}. */
        FIRST,
        /** Drawn anew for each item; one more, for the item itself to drop out, where they come from the same suite. */
        DRAWN,
        /**
         * Drawn, always one more than needed. The harness does so for tasks without split names such as its {@code squadv2};
         * it matters to all later draws.
         */
        DRAWN_WITH_A_SPARE
    }

    /**
     * How a prompt is continued: greedily, up to the first of some texts.
     *
     * @param until the answer ends before the first of these
     * @param arguments as the harness logs them
     */
    record GenerationRule(List<String> until, Map<String, Object> arguments) {
        /** The harness's {@code max_gen_toks} where neither task nor model names one. */
        public static final int DEFAULT_MAX_NEW_TOKENS = 256;

        public GenerationRule {
            until = List.copyOf(until);
        }
    }
}
