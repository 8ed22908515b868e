package io.tiltmeter.results.replicate;

import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.verdict.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The drops of the seeds of one condition and their accuracies at the end, question by question, between two windows that are
 * the same for all seeds: the last, and the one before it that is highest in the mean curve over seeds, as in
 * {@link ReplicateCurves}. Seeds may have been asked other questions.
 *
 * @param peakSteps the steps of the peak's window, ascending
 * @param endSteps those of the end's
 * @param drops of the seeds that answered any question in both windows: of each question, its share at the peak less that at
 *     the end
 * @param ends of the same seeds and questions, the share at the end
 */
public record ConditionDrops(
        List<Integer> peakSteps, List<Integer> endSteps, Map<Long, SeedValues> drops, Map<Long, SeedValues> ends) {
    public ConditionDrops {
        drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
        ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
    }

    /**
     * A run's answers at its complete checkpoints.
     *
     * @param questions which questions they are to: the version of the suite
     */
    public record Answers(String questions, ItemHistory history) {}

    /**
     * Measures the seeds of a condition.
     *
     * @param runs by seed, at least one
     * @return empty with fewer than two common checkpoints, or if no seed answered a question in both windows
     */
    public static Optional<ConditionDrops> of(Map<Long, Answers> runs) {
        List<ItemHistory> histories =
                runs.values().stream().map(Answers::history).toList();
        List<Integer> steps = ReplicateCurves.commonSteps(histories);
        if (steps.size() < ReplicateCurves.MIN_CHECKPOINTS) {
            return Optional.empty();
        }
        Map<Long, ItemHistory> common = new LinkedHashMap<>();
        runs.forEach((seed, answers) -> common.put(seed, answers.history().at(new HashSet<>(steps))));
        int width = Window.width(steps.size());
        Window end = new Window(steps.size() - width, width);
        Window peak =
                new Window(ReplicateCurves.highest(new ArrayList<>(common.values()), steps.size(), width, end), width);
        int[] both = IntStream.concat(ReplicateCurves.positions(peak), ReplicateCurves.positions(end))
                .toArray();
        Map<Long, SeedValues> drops = new LinkedHashMap<>();
        Map<Long, SeedValues> ends = new LinkedHashMap<>();
        common.forEach((seed, history) -> {
            ItemHistory answered = history.common(both);
            int size = answered.items().size();
            if (size > 0) {
                String questions = runs.get(seed).questions();
                double[] atEnd = IntStream.range(0, size)
                        .mapToDouble(item -> ReplicateCurves.mean(answered, item, end))
                        .toArray();
                double[] dropped = IntStream.range(0, size)
                        .mapToDouble(item -> ReplicateCurves.mean(answered, item, peak) - atEnd[item])
                        .toArray();
                drops.put(seed, new SeedValues(questions, answered.items(), dropped));
                ends.put(seed, new SeedValues(questions, answered.items(), atEnd));
            }
        });
        return drops.isEmpty()
                ? Optional.empty()
                : Optional.of(new ConditionDrops(steps(steps, peak), steps(steps, end), drops, ends));
    }

    /** The mean of the seeds' drops, a share in [-1, 1]. */
    public double mean() {
        return drops.values().stream().mapToDouble(SeedValues::mean).average().orElseThrow();
    }

    private static List<Integer> steps(List<Integer> steps, Window window) {
        return ReplicateCurves.positions(window).mapToObj(steps::get).toList();
    }
}
