package io.tiltmeter.results.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One run of the one-layer model.
 *
 * @param settings with every default filled in
 * @param subjects K_S, subject tokens
 * @param answers K_A, answer tokens
 * @param dimensions d of the embeddings
 * @param normaliser Z
 * @param sentence the course of M_C
 * @param points at the steps that are reported, ascending
 */
public record TheoryResult(
        TheoryRequest settings,
        int subjects,
        int answers,
        int dimensions,
        double normaliser,
        String sentence,
        TheorySummary summary,
        TheoryAssumption assumption,
        List<TheoryWarning> warnings,
        List<TheoryPoint> points) {
    /** A change of M_C that counts as a rise or a drop. */
    static final double CHANGE = 0.01;

    public TheoryResult {
        warnings = List.copyOf(warnings);
        points = List.copyOf(points);
    }

    static TheoryResult of(
            TheoryRequest request, TheoryWorld world, List<TheoryPoint> points, Optional<Integer> handOverStep) {
        TheorySummary summary = TheorySummary.of(request, points, handOverStep);
        Set<Integer> reported = LoggedSteps.reported(request);
        TheoryAssumption assumption = TheoryAssumption.of(points.get(0));
        return new TheoryResult(
                request.with(request.relationPenalty()),
                world.subjects(),
                world.answers(),
                world.subjects() + world.answers() + 3,
                Math.exp(world.logNormaliser()),
                sentence(request, summary),
                summary,
                assumption,
                TheoryWarning.of(request, points, assumption),
                points.stream().filter(point -> reported.contains(point.step())).toList());
    }

    /** The point of a logged step. */
    public Optional<TheoryPoint> at(int step) {
        return points.stream().filter(point -> point.step() == step).findFirst();
    }

    private static String sentence(TheoryRequest request, TheorySummary summary) {
        String start = String.format(
                Locale.ROOT,
                "The context's share of its answer and the memorised one is %.3f at step 0",
                summary.startShare());
        if (summary.rise() < CHANGE && summary.drop() < CHANGE) {
            return String.format(Locale.ROOT, "%s and %.3f at step %d.", start, summary.endShare(), request.steps());
        }
        if (summary.drop() < CHANGE) {
            return String.format(
                    Locale.ROOT,
                    "%s and rises to %.3f at step %d: no inversion.",
                    start,
                    summary.endShare(),
                    request.steps());
        }
        if (summary.rise() < CHANGE) {
            return String.format(
                    Locale.ROOT,
                    "%s and falls to %.3f at step %d, without a rise.",
                    start,
                    summary.endShare(),
                    request.steps());
        }
        return String.format(
                Locale.ROOT,
                "%s, rises to %.3f at step %d and falls to %.3f at step %d: inversion.",
                start,
                summary.peakShare(),
                summary.peakStep(),
                summary.endShare(),
                request.steps());
    }
}
