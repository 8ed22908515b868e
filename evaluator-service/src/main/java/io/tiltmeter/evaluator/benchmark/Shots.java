package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark.ShotRule;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The solved examples in front of each item of a suite. Draws are those of the harness for the same seed, items and pool in
 * the same order: one generator serves the items one after another, so all of a suite's items are drawn for, whichever are
 * evaluated. An example that is the item itself, by its id or its question, is replaced by one drawn for that item alone.
 */
final class Shots {
    private final Benchmark benchmark;
    private final int count;
    private final long seed;
    private final Map<String, List<SuiteItem>> poolByTask = new HashMap<>();
    private final List<SuiteItem> pool;
    private final Map<SuiteItem, String> normalised = new IdentityHashMap<>();

    private Shots(Benchmark benchmark, List<SuiteItem> pool, int count, long seed) {
        this.benchmark = benchmark;
        this.pool = pool;
        this.count = count;
        this.seed = seed;
    }

    /**
     * @param items all of the suite's, in its order
     * @param pool where examples come from; the suite itself if empty
     * @return for each item its examples, in the order in which they are shown
     * @throws InvalidRequest if there are too few
     */
    static Map<String, List<SuiteItem>> choose(
            Benchmark benchmark, List<SuiteItem> items, List<SuiteItem> pool, int count, long seed) {
        Map<String, List<SuiteItem>> chosen = new LinkedHashMap<>();
        if (count == 0) {
            items.forEach(item -> chosen.put(item.id(), List.of()));
            return chosen;
        }
        boolean own = pool.isEmpty();
        Shots shots = new Shots(benchmark, own ? items : pool, count, seed);
        PythonRandom random = new PythonRandom(seed);
        boolean spare = own || benchmark.shotRule() == ShotRule.DRAWN_WITH_A_SPARE;
        for (SuiteItem item : items) {
            chosen.put(
                    item.id(),
                    benchmark.shotRule() == ShotRule.FIRST
                            ? shots.first(item)
                            : shots.drawn(item, random, spare ? count + 1 : count));
        }
        return chosen;
    }

    private List<SuiteItem> first(SuiteItem item) {
        if (poolByTask.isEmpty()) {
            pool.forEach(shot -> poolByTask
                    .computeIfAbsent(benchmark.taskOf(shot), task -> new ArrayList<>())
                    .add(shot));
        }
        List<SuiteItem> first = poolByTask.getOrDefault(benchmark.taskOf(item), List.of()).stream()
                .filter(shot -> isOther(shot, item))
                .limit(count)
                .toList();
        if (first.size() < count) {
            throw tooFew(item, first.size());
        }
        return first;
    }

    private List<SuiteItem> drawn(SuiteItem item, PythonRandom random, int size) {
        List<SuiteItem> drawn = new ArrayList<>();
        for (int position : random.sample(pool.size(), Math.min(size, pool.size()))) {
            if (drawn.size() < count && isOther(pool.get(position), item)) {
                drawn.add(pool.get(position));
            }
        }
        if (drawn.size() < count) {
            List<SuiteItem> others =
                    pool.stream().filter(shot -> isOther(shot, item)).toList();
            if (others.size() < count) {
                throw tooFew(item, others.size());
            }
            PythonRandom own = new PythonRandom(HarnessHash.seed(seed + "\n" + item.id()));
            drawn.clear();
            for (int position : own.sample(others.size(), count)) {
                drawn.add(others.get(position));
            }
        }
        return List.copyOf(drawn);
    }

    private boolean isOther(SuiteItem shot, SuiteItem item) {
        return shot != item
                && !shot.id().equals(item.id())
                && !normalised
                        .computeIfAbsent(shot, this::normalised)
                        .equals(normalised.computeIfAbsent(item, this::normalised));
    }

    /** The question as the benchmark words it, by letters and digits alone. */
    private String normalised(SuiteItem item) {
        String plain = Normalizer.normalize(benchmark.question(item), Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        StringBuilder words = new StringBuilder(plain.length());
        plain.codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .forEach(point -> {
                    if (Character.isLetterOrDigit(point)) {
                        words.appendCodePoint(point);
                    } else if (words.length() > 0 && words.charAt(words.length() - 1) != ' ') {
                        words.append(' ');
                    }
                });
        return words.toString().strip();
    }

    private InvalidRequest tooFew(SuiteItem item, int found) {
        return new InvalidRequest(List.of(new Fault(
                "num_fewshot",
                String.valueOf(count),
                "for item " + item.id() + " of " + benchmark.taskOf(item) + " there are " + found
                        + " examples besides itself",
                "ask for fewer, or name a suite with more of them")));
    }
}
