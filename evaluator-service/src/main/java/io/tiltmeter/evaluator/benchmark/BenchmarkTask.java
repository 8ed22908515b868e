package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A suite as a benchmark: its prompts, with their solved examples chosen once and for all items, and what
 * answers are worth. The same items, pool, count and seed make the same prompts in every process.
 */
public final class BenchmarkTask {
    /** The harness's {@code fewshot_seed}. */
    public static final long DEFAULT_SEED = 1234;

    /** Goes up whenever a prompt or an outcome could change. */
    public static final int VERSION = 2;

    private static final int LISTED_FAULTS = 20;

    private final Benchmark benchmark;
    private final List<SuiteItem> items;
    private final int shotCount;
    private final Map<String, List<SuiteItem>> shots;

    private BenchmarkTask(
            Benchmark benchmark, List<SuiteItem> items, int shotCount, Map<String, List<SuiteItem>> shots) {
        this.benchmark = benchmark;
        this.items = List.copyOf(items);
        this.shotCount = shotCount;
        this.shots = shots;
    }

    /** As a plan requests it. @param pool the items of the plan's suite of examples; empty if it names none */
    public static BenchmarkTask of(Benchmark benchmark, List<SuiteItem> items, FewShot fewShot, List<SuiteItem> pool) {
        int count = fewShot.count() == FewShot.BENCHMARKS_OWN ? benchmark.defaultShots() : fewShot.count();
        return of(benchmark, items, count, pool, DEFAULT_SEED);
    }

    /**
     * @param items all of the suite, in its order, even where only some of them are evaluated
     * @param shotCount solved examples in each prompt, at least 0
     * @param pool where they come from; the suite's own other items if empty
     * @param seed of their draws
     * @throws InvalidRequest naming the items that do not fit the benchmark, or if there are too few examples
     */
    public static BenchmarkTask of(
            Benchmark benchmark, List<SuiteItem> items, int shotCount, List<SuiteItem> pool, long seed) {
        List<Fault> faults = new ArrayList<>(faults(benchmark, "item", items, benchmark::misfit));
        if (shotCount > 0) {
            faults.addAll(
                    faults(benchmark, "few-shot example", pool.isEmpty() ? items : pool, benchmark::misfitAsShot));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new BenchmarkTask(benchmark, items, shotCount, Shots.choose(benchmark, items, pool, shotCount, seed));
    }

    private static List<Fault> faults(
            Benchmark benchmark, String what, List<SuiteItem> items, Function<SuiteItem, Optional<String>> check) {
        return items.stream()
                .flatMap(item -> check.apply(item).stream()
                        .map(why -> new Fault(
                                what + " " + item.id(),
                                "",
                                "as " + benchmark.task() + ", " + why,
                                "mend the item, or give the suite another task")))
                .limit(LISTED_FAULTS)
                .toList();
    }

    public Benchmark benchmark() {
        return benchmark;
    }

    /** All of the suite's items. */
    public List<SuiteItem> items() {
        return items;
    }

    /** Solved examples in each prompt. */
    public int shotCount() {
        return shotCount;
    }

    /**
     * The ids of an item's solved examples, in the order shown.
     *
     * @throws IllegalArgumentException if the item is none of the suite's
     */
    public List<String> shotIds(SuiteItem item) {
        return shots(item).stream().map(SuiteItem::id).toList();
    }

    private List<SuiteItem> shots(SuiteItem item) {
        List<SuiteItem> chosen = shots.get(item.id());
        if (chosen == null) {
            throw new IllegalArgumentException("item " + item.id() + " is none of the suite's " + items.size());
        }
        return chosen;
    }

    /**
     * The prompt of an item: description, solved examples and question.
     *
     * @throws IllegalArgumentException if the item is none of the suite's
     */
    public String prompt(SuiteItem item) {
        StringBuilder prompt = new StringBuilder(benchmark.description(item));
        for (SuiteItem shot : shots(item)) {
            prompt.append(benchmark.question(shot))
                    .append(Benchmark.TARGET_DELIMITER)
                    .append(benchmark.shotTarget(shot))
                    .append(Benchmark.SHOT_DELIMITER);
        }
        return prompt.append(benchmark.question(item)).toString();
    }

    /**
     * What an answer is worth. Right or not is the memory flag of a closed-book question and the context flag of one with
     * a context; the credit is the benchmark's main metric.
     */
    public ItemOutcome outcome(SuiteItem item, BenchmarkAnswer answer) {
        Map<String, Double> metrics = benchmark.measured(item, answer);
        boolean right = metrics.get(benchmark.rightness().itemKey()) > 0;
        boolean closedBook = item.context().isBlank();
        return new ItemOutcome(
                item.id(),
                item.clusterId(),
                answer.generated(),
                right && !closedBook,
                right && closedBook,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                metrics,
                Optional.of(metrics.get(benchmark.primaryMetric().itemKey())),
                note(item, answer));
    }

    /** Which choice was picked, or that the model gives no numbers. */
    private Optional<String> note(SuiteItem item, BenchmarkAnswer answer) {
        if (!answer.isNumber()) {
            return Optional.of("the model's log-likelihoods are no numbers: it counts as wrong");
        }
        return item.choices()
                .filter(choices ->
                        answer.likelihoods().size() == choices.texts().size())
                .map(choices -> {
                    List<Double> nats = answer.logLikelihoodsNats();
                    int likeliest = 0;
                    for (int i = 1; i < nats.size(); i++) {
                        likeliest = nats.get(i) > nats.get(likeliest) ? i : likeliest;
                    }
                    return "likeliest is choice " + ChoiceBenchmark.LETTERS.get(likeliest) + ": "
                            + choices.texts().get(likeliest);
                });
    }
}
