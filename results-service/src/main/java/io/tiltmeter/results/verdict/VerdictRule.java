package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import io.tiltmeter.results.verdict.Verdict.State;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The rule that calls a curve an inversion, version 3. {@code docs/verdict.md} explains it with its error rates.
 *
 * <p>Nothing is read off a single checkpoint: {@link Window}s are means of neighbouring ones. <b>End</b> is the last
 * window, <b>peak</b> the highest before it, <b>trough</b> the lowest after the peak. A change between windows is
 * <b>shown</b> if
 *
 * <ul>
 *   <li>it is at least {@link #MIN_DROP};
 *   <li>its interval over resampled clusters lies above zero;
 *   <li>no single checkpoint carries more than half of it;
 *   <li>the exact McNemar test, its clustered form, and Student's t against the noise of items and of checkpoints
 *       together are all below {@link #SIGNIFICANCE} after Bonferroni's correction for all windows, or pairs of them,
 *       that could have been chosen.
 * </ul>
 *
 * <ul>
 *   <li><b>inversion</b> if the drop from peak to end is shown and is no forgetting;
 *   <li><b>recovered</b> if the largest fall between any two windows is shown and is no forgetting, the rise from there
 *       to the end is shown, and all but a quarter of the fall, or but {@link #MIN_DROP}, is made up;
 *   <li><b>no inversion</b> if the drop is smaller than {@link #MIN_DROP}, both kinds of chance together exclude
 *       {@link #LARGE_DROP}, and the curve fell by less than that between any two windows; a curve whose peak is below
 *       {@link #LARGE_DROP} had no room for such a drop, so excluding it says nothing;
 *   <li><b>inconclusive</b> otherwise, with fewer than {@link #MIN_CHECKPOINTS} checkpoints, and where the points of
 *       a curve are not of one suite and scorer.
 * </ul>
 *
 * The rise before the peak is measured and reported, but is not a condition: a base model that already reads its context
 * perfectly can only fall.
 */
public final class VerdictRule {
    /** Counts up with every change of the rule or of a number in it. */
    public static final int VERSION = 3;

    /** A smaller change is not called one however sure it is; the paper's smallest drop is 0.08. */
    public static final double MIN_DROP = 0.05;

    /** "No inversion" means that a drop of this size is excluded. */
    public static final double LARGE_DROP = 0.10;

    /** Family-wise level of the corrected tests. */
    public static final double SIGNIFICANCE = 0.05;

    /** A standard mean that ends this much lower has not fallen. */
    public static final double STANDARD_TOLERANCE = 0.02;

    /** Of a fall this share may be left in a curve that recovered. */
    public static final double LEFT_OF_A_FALL = 0.25;

    /** Start, peak and end. */
    public static final int MIN_CHECKPOINTS = 3;

    private static final String PAIRED =
            "exact McNemar test by items and by clusters, and Student's t against the noise of items and checkpoints";
    private static final String UNPAIRED = "Student's t on unpaired windows against the noise of items and checkpoints";

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
     * @param standardByStep as for {@link #judge}
     * @param mixed as for {@link #judge}
     */
    public Verdict judgeUnpaired(
            List<UnpairedPoint> points, SortedMap<Integer, Double> standardByStep, List<String> mixed) {
        UnpairedAnswers answers = new UnpairedAnswers(points);
        if (!answers.isCounted()) {
            return open(
                    "It is not known of how many items the accuracies are shares, so no interval can be given",
                    UNPAIRED);
        }
        return judge(answers, standardByStep, mixed, UNPAIRED);
    }

    private static Verdict judge(
            Answers answers, SortedMap<Integer, Double> standardByStep, List<String> mixed, String test) {
        if (answers.checkpoints() < 2) {
            return open(VerdictReason.tooFew(answers.checkpoints()), test);
        }
        StandardMeans standard = new StandardMeans(answers, standardByStep);
        WindowSearch search = new WindowSearch(answers);
        Optional<Evidence> atEnd = search.dropAtEnd().flatMap(choice -> search.evidence(choice, standard));
        if (atEnd.isEmpty()) {
            return open("Fewer than two questions were answered in all the windows that would be compared", test);
        }
        Evidence found = atEnd.get();
        if (!mixed.isEmpty()) {
            return verdict(State.INCONCLUSIVE, VerdictReason.mixed(mixed), found, test);
        }
        if (answers.checkpoints() < MIN_CHECKPOINTS) {
            return verdict(State.INCONCLUSIVE, VerdictReason.tooFew(answers.checkpoints()), found, test);
        }
        boolean paired = found.drop().change().flips().isPresent();
        if (found.drop().isShown() && found.isNoForgetting()) {
            return verdict(State.INVERSION, VerdictReason.inversion(found, paired), found, test);
        }
        Optional<Evidence> between = search.fallAndRise().flatMap(choice -> search.evidence(choice, standard));
        if (between.filter(VerdictRule::isRecovered).isPresent()) {
            Evidence story = between.get();
            return verdict(State.RECOVERED, VerdictReason.recovered(story, paired), story, test);
        }
        boolean isSmall = found.drop().change().decrease().value() < MIN_DROP
                && found.drop().excludes(LARGE_DROP);
        if (!isSmall) {
            return verdict(State.INCONCLUSIVE, VerdictReason.open(found, paired), found, test);
        }
        if (found.peak().counterfactual() < LARGE_DROP) {
            return verdict(State.INCONCLUSIVE, VerdictReason.floor(found), found, test);
        }
        Optional<Evidence> valley =
                between.filter(story -> story.fall().change().decrease().value() >= LARGE_DROP);
        return valley.isPresent()
                ? verdict(State.INCONCLUSIVE, VerdictReason.valley(valley.get(), paired), found, test)
                : verdict(State.NO_INVERSION, VerdictReason.noInversion(found, paired), found, test);
    }

    private static boolean isRecovered(Evidence found) {
        double fall = found.fall().change().decrease().value();
        double left = found.drop().change().decrease().value();
        return found.fall().isShown()
                && found.recovery().isShown()
                && found.isNoForgetting()
                && left <= Math.max(MIN_DROP, LEFT_OF_A_FALL * fall);
    }

    private static Verdict open(String reason, String test) {
        return new Verdict(State.INCONCLUSIVE, reason + ".", test, Optional.empty(), VERSION);
    }

    private static Verdict verdict(State state, String reason, Evidence found, String test) {
        int choices = found.drop().choices();
        String corrected = choices == 1 ? test : test + ", times " + choices + " (Bonferroni)";
        return new Verdict(state, reason + ".", corrected, Optional.of(found), VERSION);
    }
}
