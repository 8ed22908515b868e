package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.State;
import io.tiltmeter.results.verdict.Verdict.Strength;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The rule that calls a curve an inversion, version 4. {@code docs/verdict.md} explains it with its error rates.
 *
 * <p>Nothing is read off a single checkpoint: {@link Window}s are means of neighbouring ones. <b>End</b> is the last
 * window, <b>peak</b> the highest before it, <b>trough</b> the lowest after the peak. A change between windows is
 * <b>shown</b> if
 *
 * <ul>
 *   <li>it is at least {@link #MIN_DROP};
 *   <li>its interval over resampled clusters lies above zero;
 *   <li>no single checkpoint carries more than half of it;
 *   <li>the whole curve fits one that never falls so badly that the p ({@link FallTest}) is below {@link #SIGNIFICANCE},
 *       or, for a fall and a recovery, below {@link #VALLEY_SIGNIFICANCE}; with fewer than {@link #FEW_CHECKPOINTS} the tests
 *       of the windows take its place, corrected for their choice.
 * </ul>
 *
 * <ul>
 *   <li><b>inversion</b> if the drop from peak to end is shown and is no forgetting;
 *   <li><b>recovered</b> if the largest fall between any two windows is shown and is no forgetting, the rise from there
 *       to the end is shown, and all but a quarter of the fall, or but {@link #MIN_DROP}, is made up;
 *   <li><b>no inversion</b> if the drop is smaller than {@link #MIN_DROP}, both kinds of chance together exclude
 *       {@link #LARGE_DROP}, and the curve fell by less than that between any two windows; a curve whose peak is below
 *       {@link #LARGE_DROP} had no room for such a drop, so excluding it says nothing;
 *   <li>otherwise each of these, as <b>likely</b>, if its probability ({@link CoursePosterior}) is at least {@link
 *       #LIKELY}, the measured change is of that kind, and it is no forgetting;
 *   <li><b>inconclusive</b> otherwise, with fewer than {@link #MIN_CHECKPOINTS} checkpoints, and where the points of
 *       a curve are not of one suite and scorer.
 * </ul>
 *
 * The rise before the peak is measured and reported, but is not a condition: a base model that already reads its context
 * perfectly can only fall.
 */
public final class VerdictRule {
    /** Counts up with every change of the rule or of a number in it. */
    public static final int VERSION = 4;

    /** A smaller change is not called one however sure it is; the paper's smallest drop is 0.08. */
    public static final double MIN_DROP = 0.05;

    /** "No inversion" means that a drop of this size is excluded. */
    public static final double LARGE_DROP = 0.10;

    /** Level of the test of the whole curve. */
    public static final double SIGNIFICANCE = 0.05;

    /** Its level for a fall and a rise after it, which more curves have by chance. */
    public static final double VALLEY_SIGNIFICANCE = 0.025;

    /** Fewer checkpoints than this do not tell how much they stray. */
    public static final int FEW_CHECKPOINTS = 12;

    /** From this probability on, a verdict that is not shown is likely. */
    public static final double LIKELY = 0.9;

    /** A standard mean that ends this much lower has not fallen. */
    public static final double STANDARD_TOLERANCE = 0.02;

    /** Of a fall this share may be left in a curve that recovered. */
    public static final double LEFT_OF_A_FALL = 0.25;

    /** Start, peak and end. */
    public static final int MIN_CHECKPOINTS = 3;

    private static final String CURVE = "whether the curve ever fell, against flat curves with persistent noise";
    private static final String PAIRED =
            "exact McNemar test by items and by clusters, and Student's t against the noise of items and checkpoints";
    private static final String UNPAIRED = "Student's t on unpaired windows against the noise of items and checkpoints";
    private static final String CORRECTED =
            ", times the windows that could have been the peak (Bonferroni), twice for noise that persists";

    private final ClusterBootstrap bootstrap;

    public VerdictRule(ClusterBootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Judges a curve by the answers of its items.
     *
     * @param history a conflict suite's answers at the complete checkpoints
     * @param standardByStep unweighted mean of the standard suites at those; absent where the run has none
     * @param mixed what is not the same at all points, in words such as "suite versions"; empty for a curve that can be
     *     judged
     */
    public Verdict judge(ItemHistory history, SortedMap<Integer, Double> standardByStep, List<String> mixed) {
        return judge(new PairedAnswers(history, bootstrap), standardByStep, mixed, PAIRED);
    }

    /**
     * Judges a curve without items, by unpaired intervals over windows: they are wider, so it takes a larger drop.
     *
     * @param points in any order, each step once
     * @param sameItems whether every checkpoint answered the same items, so that their choice cancels in every change
     * @param standardByStep as for {@link #judge}
     * @param mixed as for {@link #judge}
     */
    public Verdict judgeUnpaired(
            List<UnpairedPoint> points,
            boolean sameItems,
            SortedMap<Integer, Double> standardByStep,
            List<String> mixed) {
        UnpairedAnswers answers = new UnpairedAnswers(points, sameItems);
        if (!answers.isCounted()) {
            return unjudged(
                    "It is not known of how many items the accuracies are shares, so no interval can be given",
                    UNPAIRED);
        }
        return judge(answers, standardByStep, mixed, UNPAIRED);
    }

    private static Verdict judge(
            Answers answers, SortedMap<Integer, Double> standardByStep, List<String> mixed, String ofWindows) {
        String test = answers.checkpoints() < FEW_CHECKPOINTS ? ofWindows + CORRECTED : CURVE;
        if (answers.checkpoints() < 2) {
            return unjudged(VerdictReason.tooFew(answers.checkpoints()), test);
        }
        StandardMeans standard = new StandardMeans(answers, standardByStep);
        WindowSearch search = new WindowSearch(answers);
        Optional<Evidence> atEnd = search.dropAtEnd().flatMap(choice -> search.evidence(choice, standard));
        if (atEnd.isEmpty()) {
            return unjudged("Fewer than two questions were answered in all the windows that would be compared", test);
        }
        Evidence found = atEnd.get();
        if (!mixed.isEmpty()) {
            return inconclusive(VerdictReason.mixed(mixed), found, test);
        }
        if (answers.checkpoints() < MIN_CHECKPOINTS) {
            return inconclusive(VerdictReason.tooFew(answers.checkpoints()), found, test);
        }
        Optional<Evidence> between = search.fallAndRise().flatMap(choice -> search.evidence(choice, standard));
        CourseProbabilities probabilities = CoursePosterior.of(answers.counterfactual(), answers.itemVariance());
        return shown(found, between, probabilities, test)
                .or(() -> likely(found, between, probabilities, test))
                .orElseGet(() -> open(found, between, probabilities, test));
    }

    private static Optional<Verdict> shown(
            Evidence found, Optional<Evidence> between, CourseProbabilities probabilities, String test) {
        if (found.drop().isShown(SIGNIFICANCE) && found.isNoForgetting()) {
            return Optional.of(verdict(State.INVERSION, Strength.SHOWN, probabilities, found, test));
        }
        Optional<Evidence> story = between.filter(VerdictRule::isBack)
                .filter(each -> each.fall().isShown(VALLEY_SIGNIFICANCE)
                        && each.recovery().isShown(VALLEY_SIGNIFICANCE)
                        && each.isNoForgetting());
        if (story.isPresent()) {
            return Optional.of(verdict(State.RECOVERED, Strength.SHOWN, probabilities, story.get(), test));
        }
        return isSmall(found) && hasRoom(found) && valley(between).isEmpty()
                ? Optional.of(verdict(State.NO_INVERSION, Strength.SHOWN, probabilities, found, test))
                : Optional.empty();
    }

    private static Optional<Verdict> likely(
            Evidence found, Optional<Evidence> between, CourseProbabilities probabilities, String test) {
        if (!found.noise().measured()) {
            return Optional.empty();
        }
        if (probabilities.inversion() >= LIKELY && found.drop().counts() && found.isNoForgetting()) {
            return Optional.of(verdict(State.INVERSION, Strength.LIKELY, probabilities, found, test));
        }
        Optional<Evidence> story = between.filter(VerdictRule::isBack)
                .filter(each -> each.fall().counts() && each.recovery().counts() && each.isNoForgetting());
        if (probabilities.recovered() >= LIKELY && story.isPresent()) {
            return Optional.of(verdict(State.RECOVERED, Strength.LIKELY, probabilities, story.get(), test));
        }
        boolean isSmall = found.drop().change().decrease().high() < LARGE_DROP;
        return probabilities.neverFell() >= LIKELY && isSmall && hasRoom(found)
                ? Optional.of(verdict(State.NO_INVERSION, Strength.LIKELY, probabilities, found, test))
                : Optional.empty();
    }

    private static Verdict open(
            Evidence found, Optional<Evidence> between, CourseProbabilities probabilities, String test) {
        String reason = VerdictReason.open(found, isPaired(found));
        if (isSmall(found)) {
            reason = hasRoom(found)
                    ? valley(between)
                            .map(story -> VerdictReason.valley(story, isPaired(found)))
                            .orElse(reason)
                    : VerdictReason.floor(found);
        }
        return new Verdict(
                State.INCONCLUSIVE,
                Optional.empty(),
                Optional.of(probabilities),
                reason + "; " + VerdictReason.probabilities(probabilities) + ".",
                test,
                Optional.of(found),
                VERSION);
    }

    private static boolean isPaired(Evidence found) {
        return found.drop().change().flips().isPresent();
    }

    /** Whether what was lost in a fall came back, but for a quarter or what does not count. */
    private static boolean isBack(Evidence story) {
        double fall = story.fall().change().decrease().value();
        double left = story.drop().change().decrease().value();
        return fall >= MIN_DROP && left <= Math.max(MIN_DROP, LEFT_OF_A_FALL * fall);
    }

    private static boolean isSmall(Evidence found) {
        return found.drop().change().decrease().value() < MIN_DROP
                && found.drop().excludes(LARGE_DROP);
    }

    /** Whether the curve was high enough to fall by a large drop. */
    private static boolean hasRoom(Evidence found) {
        return found.peak().counterfactual() >= LARGE_DROP;
    }

    private static Optional<Evidence> valley(Optional<Evidence> between) {
        return between.filter(story -> story.fall().change().decrease().value() >= LARGE_DROP);
    }

    private static Verdict unjudged(String reason, String test) {
        return new Verdict(
                State.INCONCLUSIVE, Optional.empty(), Optional.empty(), reason + ".", test, Optional.empty(), VERSION);
    }

    private static Verdict inconclusive(String reason, Evidence found, String test) {
        return new Verdict(
                State.INCONCLUSIVE,
                Optional.empty(),
                Optional.empty(),
                reason + ".",
                test,
                Optional.of(found),
                VERSION);
    }

    private static Verdict verdict(
            State state, Strength strength, CourseProbabilities probabilities, Evidence found, String test) {
        return new Verdict(
                state,
                Optional.of(strength),
                Optional.of(probabilities),
                reason(state, strength, probabilities, found) + ".",
                test,
                Optional.of(found),
                VERSION);
    }

    private static String reason(State state, Strength strength, CourseProbabilities probabilities, Evidence found) {
        boolean paired = isPaired(found);
        return switch (state) {
            case INVERSION -> VerdictReason.inversion(found, paired, probabilities);
            case RECOVERED -> VerdictReason.recovered(found, paired, probabilities);
            case NO_INVERSION ->
                strength == Strength.SHOWN
                        ? VerdictReason.noInversion(found, paired, probabilities)
                        : VerdictReason.likelyNone(found, paired, probabilities);
            case INCONCLUSIVE -> VerdictReason.open(found, paired);
        };
    }
}
