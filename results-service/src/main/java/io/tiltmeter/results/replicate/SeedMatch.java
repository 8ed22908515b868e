package io.tiltmeter.results.replicate;

import io.tiltmeter.results.comparison.Crossing;
import io.tiltmeter.results.comparison.ItemColumn;
import io.tiltmeter.results.comparison.Match;
import io.tiltmeter.results.comparison.RunPath;
import io.tiltmeter.results.curve.ClusterBootstrap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Two runs of one seed, of the reference and of a condition, at the highest standard mean that both reach: the comparison of
 * runs ({@link Match}) of these two. Each is taken at the last crossing.
 */
public sealed interface SeedMatch {
    /**
     * Both reach it.
     *
     * @param standardMean in [0, 1]
     */
    record Matched(double standardMean, Match.Reached reference, Match.Reached condition) implements SeedMatch {
        /** The accuracies of the reference there, question by question; one of the runs may have none. */
        public SeedValues ofReference(String questions) {
            return values(questions, reference);
        }

        /** Likewise those of the condition. */
        public SeedValues ofCondition(String questions) {
            return values(questions, condition);
        }

        private static SeedValues values(String questions, Match.Reached run) {
            ItemColumn answers = run.answers().orElseThrow();
            return new SeedValues(questions, answers.items(), answers.values());
        }

        /** The steps of the reference whose answers are interpolated. */
        public List<Integer> referenceSteps() {
            return List.of(
                    reference.crossing().earlier().step(),
                    reference.crossing().later().step());
        }
    }

    /** There is no such standard mean, or the answers of single items there are not known. */
    record Unmatched(String reason) implements SeedMatch {}

    /**
     * Matches two runs.
     *
     * @param reference over the standard suites that both have
     * @param condition likewise
     */
    static SeedMatch of(RunPath reference, RunPath condition, ClusterBootstrap bootstrap) {
        for (RunPath run : List.of(reference, condition)) {
            if (run.points().isEmpty()) {
                return new Unmatched("run " + run.runId()
                        + " has no checkpoint yet that is scored on the conflict suite and on every standard suite that both"
                        + " runs have");
            }
        }
        OptionalDouble at = RunPath.highestCommon(List.of(reference, condition));
        Match one = Match.of(reference, at.getAsDouble(), Crossing.Choice.LAST, bootstrap);
        Match other = Match.of(condition, at.getAsDouble(), Crossing.Choice.LAST, bootstrap);
        if (one instanceof Match.Reached there && other instanceof Match.Reached here) {
            return new Matched(at.getAsDouble(), there, here);
        }
        Match.Missed missed = one instanceof Match.Missed first ? first : (Match.Missed) other;
        return new Unmatched("the standard means of the two runs do not overlap: of run " + missed.runId() + " "
                + missed.reason() + ", and the other reaches at most "
                + String.format(Locale.ROOT, "%.1f %%", 100 * at.getAsDouble()));
    }
}
