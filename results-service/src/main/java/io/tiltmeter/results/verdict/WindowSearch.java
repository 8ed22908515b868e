package io.tiltmeter.results.verdict;

import static io.tiltmeter.results.verdict.FallStatistic.Shape.PEAK;
import static io.tiltmeter.results.verdict.FallStatistic.Shape.VALLEY;

import io.tiltmeter.results.verdict.Answers.Accuracy;
import io.tiltmeter.results.verdict.Answers.Pair;
import io.tiltmeter.results.verdict.FallStatistic.Shape;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.Moment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Finds the windows of start, peak, trough and end of a curve, and tests the changes between them. */
final class WindowSearch {
    /** A single question does not show how questions differ. */
    private static final int MIN_CLUSTERS = 2;

    /** What noise that persists adds to the p of a curve of few checkpoints, by simulation up to a correlation of 0.5. */
    private static final double PERSISTENCE = 2;

    private final Answers answers;
    private final double[] accuracies;
    private final double[] means;
    private final int width;
    private final Window end;
    private final CheckpointNoise noise;
    private final Map<Shape, Double> curveP = new EnumMap<>(Shape.class);

    WindowSearch(Answers answers) {
        this.answers = answers;
        this.accuracies = answers.counterfactual();
        int checkpoints = answers.checkpoints();
        this.width = Window.width(checkpoints);
        this.end = new Window(checkpoints - width, width);
        this.means = new double[checkpoints - width + 1];
        for (int first = 0; first < means.length; first++) {
            means[first] = new Window(first, width).mean(accuracies);
        }
        this.noise = answers.noise();
    }

    /**
     * Windows that belong together.
     *
     * @param peakChoices how many could have been the peak, or the peak and the trough
     * @param troughChoices how many could have been the trough
     * @param isBack whether the story is one of a fall and a rise, so that standard suites have to hold to the trough
     */
    record Choice(Window peak, Window trough, int peakChoices, int troughChoices, boolean isBack) {}

    /** The highest window before the end, and the lowest after it; empty if the end is all there is. */
    Optional<Choice> dropAtEnd() {
        int choices = end.first() - width + 1;
        if (choices < 1) {
            return Optional.empty();
        }
        int peak = 0;
        for (int first = 1; first < choices; first++) {
            peak = means[first] > means[peak] ? first : peak;
        }
        int trough = peak + width;
        for (int first = trough; first < means.length; first++) {
            trough = means[first] < means[trough] ? first : trough;
        }
        return Optional.of(new Choice(new Window(peak, width), new Window(trough, width), choices, choices, false));
    }

    /** The two windows before the end between which the curve fell most; empty if three do not fit. */
    Optional<Choice> fallAndRise() {
        int last = end.first() - width;
        if (last < width) {
            return Optional.empty();
        }
        int highest = 0;
        int peak = 0;
        int trough = width;
        for (int first = width; first <= last; first++) {
            highest = means[first - width] > means[highest] ? first - width : highest;
            if (means[highest] - means[first] > means[peak] - means[trough]) {
                peak = highest;
                trough = first;
            }
        }
        int firsts = last - width + 1;
        return Optional.of(new Choice(
                new Window(peak, width), new Window(trough, width), firsts * (firsts + 1) / 2, firsts, true));
    }

    /** The evidence of the windows of a choice; empty if no item is common to them all. */
    Optional<Evidence> evidence(Choice choice, StandardMeans standard) {
        Window start = new Window(0, 1);
        Window peak = choice.peak();
        Window trough = choice.trough();
        List<Change> changes = answers.changes(
                Accuracy.COUNTERFACTUAL,
                List.of(new Pair(peak, start), new Pair(peak, end), new Pair(peak, trough), new Pair(end, trough)));
        if (changes.isEmpty() || changes.get(0).clusters() < MIN_CLUSTERS) {
            return Optional.empty();
        }
        Window later = choice.isBack() ? trough : end;
        return Optional.of(new Evidence(
                moment(start, 0, standard),
                moment(peak, highest(peak), standard),
                moment(trough, lowest(trough), standard),
                moment(end, end.last(), standard),
                changes.get(0),
                TestedChange.of(changes.get(1), noise, peak, end, accuracies, curveP(PEAK, choice.peakChoices())),
                TestedChange.of(changes.get(2), noise, peak, trough, accuracies, curveP(VALLEY, choice.peakChoices())),
                TestedChange.of(changes.get(3), noise, end, trough, accuracies, curveP(VALLEY, choice.troughChoices())),
                noise,
                standard.trend(List.of(start, peak), later),
                memoryRose(peak, later)));
    }

    private DoubleUnaryOperator curveP(Shape shape, int choices) {
        return accuracies.length < VerdictRule.FEW_CHECKPOINTS
                ? ofWindows -> Math.min(1, PERSISTENCE * choices * ofWindows)
                : ofWindows -> curveP.computeIfAbsent(shape, each -> FallTest.p(accuracies, each));
    }

    private boolean memoryRose(Window before, Window after) {
        double[] parametric = answers.parametric();
        if (Double.isNaN(before.mean(parametric)) || Double.isNaN(after.mean(parametric))) {
            return false;
        }
        Change rise = answers.changes(Accuracy.PARAMETRIC, List.of(new Pair(after, before)))
                .get(0);
        return rise.decrease().value() >= VerdictRule.MIN_DROP
                && rise.decrease().low() > 0;
    }

    private int highest(Window window) {
        int highest = window.first();
        for (int checkpoint = highest; checkpoint <= window.last(); checkpoint++) {
            highest = accuracies[checkpoint] > accuracies[highest] ? checkpoint : highest;
        }
        return highest;
    }

    private int lowest(Window window) {
        int lowest = window.first();
        for (int checkpoint = lowest; checkpoint <= window.last(); checkpoint++) {
            lowest = accuracies[checkpoint] < accuracies[lowest] ? checkpoint : lowest;
        }
        return lowest;
    }

    private Moment moment(Window window, int named, StandardMeans standard) {
        double parametric = window.mean(answers.parametric());
        return new Moment(
                answers.step(named),
                IntStream.rangeClosed(window.first(), window.last())
                        .mapToObj(answers::step)
                        .toList(),
                window.mean(accuracies),
                Double.isNaN(parametric) ? OptionalDouble.empty() : OptionalDouble.of(parametric),
                standard.mean(window));
    }
}
