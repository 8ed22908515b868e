package io.tiltmeter.results.replicate;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.verdict.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several seeds' curves between two windows that are the same for all. The end is the last window, the peak the one before
 * it that is highest in the mean curve over seeds, the earliest of equals: a peak that each seed chose for itself would raise
 * each seed's drop by its own noise. What the choice on the mean curve adds shrinks with the number of seeds; it is not zero.
 *
 * @param peakSteps the steps of the peak's window, ascending
 * @param endSteps those of the end's
 * @param peaks of each seed, its counterfactual accuracy over the peak's window
 * @param ends likewise over the end's
 * @param items that every seed answered in both windows
 * @param clusters of these
 * @param drops of the seeds
 */
public record ReplicateCurves(
        List<Integer> peakSteps,
        List<Integer> endSteps,
        List<Double> peaks,
        List<Double> ends,
        int items,
        int clusters,
        SeedDrops drops) {
    /** A peak and an end. */
    public static final int MIN_CHECKPOINTS = 2;

    /** The steps that every run has, ascending. */
    public static List<Integer> commonSteps(List<ItemHistory> runs) {
        Set<Integer> common = new TreeSet<>(steps(runs.get(0)));
        runs.forEach(run -> common.retainAll(steps(run)));
        return List.copyOf(common);
    }

    private static Set<Integer> steps(ItemHistory run) {
        return IntStream.range(0, run.checkpoints()).mapToObj(run::step).collect(Collectors.toSet());
    }

    /**
     * Measures seeds.
     *
     * @param runs the answers of each at its complete checkpoints
     * @return empty with fewer than two common checkpoints, or two clusters that all answered in both windows
     */
    public static Optional<ReplicateCurves> of(List<ItemHistory> runs, ClusterBootstrap bootstrap) {
        List<Integer> steps = commonSteps(runs);
        if (steps.size() < MIN_CHECKPOINTS) {
            return Optional.empty();
        }
        List<ItemHistory> common =
                runs.stream().map(run -> run.at(new HashSet<>(steps))).toList();
        int width = Window.width(steps.size());
        Window end = new Window(steps.size() - width, width);
        Window peak = new Window(highest(common, steps.size(), width, end), width);
        int[] both = IntStream.concat(positions(peak), positions(end)).toArray();
        List<ItemHistory> answered =
                common.stream().map(run -> run.common(both)).toList();
        Set<String> items = new TreeSet<>(answered.get(0).items().ids());
        answered.forEach(run -> items.retainAll(new HashSet<>(run.items().ids())));
        List<ItemHistory> paired = answered.stream().map(run -> run.only(items)).toList();
        Map<String, Integer> index = new TreeMap<>();
        paired.get(0).items().clusters().forEach(cluster -> index.put(cluster, 0));
        if (index.size() < 2) {
            return Optional.empty();
        }
        int next = 0;
        for (Map.Entry<String, Integer> cluster : index.entrySet()) {
            cluster.setValue(next++);
        }
        int[] sizes = new int[next];
        paired.get(0).items().clusters().forEach(cluster -> sizes[index.get(cluster)]++);
        List<Double> peaks = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        double[][] sums = new double[paired.size()][next];
        for (int run = 0; run < sums.length; run++) {
            ItemHistory history = paired.get(run);
            double ofPeak = 0;
            double ofEnd = 0;
            for (int item = 0; item < history.items().size(); item++) {
                double before = mean(history, item, peak);
                double after = mean(history, item, end);
                sums[run][index.get(history.items().cluster(item))] += before - after;
                ofPeak += before;
                ofEnd += after;
            }
            peaks.add(ofPeak / items.size());
            ends.add(ofEnd / items.size());
        }
        return Optional.of(new ReplicateCurves(
                positions(peak).mapToObj(steps::get).toList(),
                positions(end).mapToObj(steps::get).toList(),
                peaks,
                ends,
                items.size(),
                next,
                SeedDrops.of(sums, sizes, bootstrap)));
    }

    /** What these seeds show, in one sentence whose unit is the seed. */
    public String sentence() {
        int seeds = drops.drops().length;
        double mean = drops.mean().value();
        return String.format(
                Locale.ROOT,
                "Over %d seeds counterfactual accuracy %s by %.1f points on average from %s to %s (95 %% interval of the"
                        + " drop %.1f to %.1f, over seeds and questions; standard deviation between seeds %.1f points;"
                        + " lower at the end in %d of %d seeds), so %s.",
                seeds,
                mean < 0 ? "rose" : "fell",
                100 * Math.abs(mean),
                words(peakSteps),
                words(endSteps),
                100 * drops.mean().low(),
                100 * drops.mean().high(),
                100 * drops.deviation(),
                Arrays.stream(drops.drops()).filter(drop -> drop > 0).count(),
                seeds,
                claim());
    }

    private String claim() {
        if (drops.mean().low() > 0) {
            return "a drop is shown with seeds as the unit";
        }
        return drops.mean().high() < 0
                ? "a rise is shown with seeds as the unit"
                : "these seeds show neither a drop nor a rise";
    }

    static String words(List<Integer> steps) {
        return steps.size() == 1
                ? "step " + steps.get(0)
                : "steps " + steps.get(0) + " to " + steps.get(steps.size() - 1);
    }

    static IntStream positions(Window window) {
        return IntStream.rangeClosed(window.first(), window.last());
    }

    /** The first checkpoint of the highest window of the mean curve before the end. */
    static int highest(List<ItemHistory> runs, int checkpoints, int width, Window end) {
        double[] curve = new double[checkpoints];
        for (ItemHistory run : runs) {
            for (int checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
                curve[checkpoint] += accuracy(run, checkpoint) / runs.size();
            }
        }
        int highest = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int first = 0; first + width <= end.first(); first++) {
            double mean = Arrays.stream(curve, first, first + width).sum();
            if (mean > best) {
                highest = first;
                best = mean;
            }
        }
        return highest;
    }

    private static double accuracy(ItemHistory run, int checkpoint) {
        return IntStream.range(0, run.items().size())
                .mapToDouble(item -> run.context(item, checkpoint))
                .filter(share -> !Double.isNaN(share))
                .average()
                .orElse(0);
    }

    static double mean(ItemHistory run, int item, Window window) {
        return positions(window)
                .mapToDouble(checkpoint -> run.context(item, checkpoint))
                .average()
                .orElseThrow();
    }
}
