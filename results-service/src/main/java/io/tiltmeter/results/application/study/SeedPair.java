package io.tiltmeter.results.application.study;

import io.tiltmeter.results.application.comparison.ComparedRuns;
import io.tiltmeter.results.application.comparison.Differences;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.study.StudyMatrix.EqualMean;
import io.tiltmeter.results.application.study.StudyMatrix.SeedFinding;
import io.tiltmeter.results.application.study.StudyMatrix.Side;
import io.tiltmeter.results.comparison.Match;
import io.tiltmeter.results.comparison.RunPath;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.replicate.SeedMatch;
import io.tiltmeter.results.replicate.SeedMatch.Matched;
import io.tiltmeter.results.replicate.SeedValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The runs of one seed under the reference and under a condition, over the standard suites that both have. */
final class SeedPair {
    private final long seed;
    private final ScoredRun reference;
    private final ScoredRun condition;
    private final ComparedRuns compared;

    SeedPair(long seed, ScoredRun reference, ScoredRun condition) {
        this.seed = seed;
        this.reference = reference;
        this.condition = condition;
        this.compared =
                ComparedRuns.of(reference.conflictSuite().orElseThrow(), List.of(reference, condition), Map.of());
    }

    /**
     * The pair at equal standard mean.
     *
     * @param ofReference its accuracies question by question; empty if the finding is missing
     * @param ofCondition likewise
     */
    record Found(SeedFinding finding, Optional<SeedValues> ofReference, Optional<SeedValues> ofCondition) {
        static Found missing(long seed, List<String> standardSuites, String reason) {
            return new Found(
                    new SeedFinding(seed, standardSuites, Optional.empty(), reason, List.of()),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    String referenceRun() {
        return reference.run().state().runId();
    }

    String conditionRun() {
        return condition.run().state().runId();
    }

    /** The steps of the reference whose answers {@link #at} needs. It takes the curves alone. */
    List<Integer> referenceSteps() {
        return compared.standardSuites().isEmpty()
                ? List.of()
                : match(Optional.empty(), Optional.empty()) instanceof Matched matched
                        ? matched.referenceSteps()
                        : List.of();
    }

    /**
     * Compares them.
     *
     * @param ofReference the reference's answers at these steps at least; empty if it has none item by item
     * @param ofCondition the condition's
     */
    Found at(Optional<ItemHistory> ofReference, Optional<ItemHistory> ofCondition) {
        List<String> suites = List.copyOf(compared.standardSuites());
        if (suites.isEmpty()) {
            return Found.missing(seed, suites, "the two runs have no standard suite in common");
        }
        String questions = measured(reference);
        if (!questions.equals(measured(condition))) {
            return Found.missing(
                    seed, suites, "the two runs answered different versions of the suite, or were scored differently");
        }
        SeedMatch match = match(ofReference, ofCondition);
        if (match instanceof SeedMatch.Unmatched unmatched) {
            return Found.missing(seed, suites, unmatched.reason());
        }
        Matched matched = (Matched) match;
        for (Match.Reached run : List.of(matched.reference(), matched.condition())) {
            if (run.answers().isEmpty()) {
                return Found.missing(
                        seed,
                        suites,
                        "run " + run.runId() + " has no answers of single items step "
                                + run.crossing().nearer().step());
            }
        }
        SeedFinding finding = new SeedFinding(
                seed,
                suites,
                Optional.of(
                        new EqualMean(matched.standardMean(), side(matched.reference()), side(matched.condition()))),
                "",
                Differences.warnings(compared));
        return new Found(
                finding, Optional.of(matched.ofReference(questions)), Optional.of(matched.ofCondition(questions)));
    }

    private SeedMatch match(Optional<ItemHistory> ofReference, Optional<ItemHistory> ofCondition) {
        List<RunPath> paths = compared.paths();
        return SeedMatch.of(
                new RunPath(paths.get(0).runId(), paths.get(0).points(), ofReference),
                new RunPath(paths.get(1).runId(), paths.get(1).points(), ofCondition),
                ClusterBootstrap.STANDARD);
    }

    private static Side side(Match.Reached run) {
        return new Side(
                run.counterfactual(),
                List.of(run.crossing().earlier().step(), run.crossing().later().step()));
    }

    /** The version of the suite and the way it was scored: only answers of one kind are subtracted from one another. */
    static String measured(ScoredRun run) {
        return run.shownScores()
                .map(StoredScore::provenance)
                .map(from -> from.itemsSha256() + " " + from.scorer() + " " + from.scorerVersion() + " " + from.arm()
                        + " " + from.armSettings().orElse(""))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    }
}
