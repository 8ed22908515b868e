package io.tiltmeter.results.rest.study;

import io.tiltmeter.results.export.study.StudyFigure;
import java.util.List;

/**
 * What the template of a report shows: every number is a text already.
 *
 * @param about what was measured by which versions
 * @param findings what was found, in sentences
 * @param criteria what it must show, written down before it was run
 * @param notes what to know before the figures are believed
 * @param style rules for its pictures
 */
public record StudyReport(
        String studyId,
        Calls calls,
        List<Labelled> about,
        List<Labelled> settings,
        List<Suite> suites,
        List<String> findings,
        List<CriterionRow> criteria,
        List<String> notes,
        List<String> seeds,
        List<MatrixRow> matrix,
        List<CellRow> cells,
        List<ConditionRow> conditions,
        List<DifferenceRow> differences,
        List<MatchedRow> matched,
        List<StudyFigure> curves,
        List<StudyFigure> standardMeans,
        String style) {
    /**
     * The REST calls that give the numbers again.
     *
     * @param figures the beginning of the address of each picture
     * @param query what selects the series; empty for the default
     */
    public record Calls(String study, String csv, String report, String figures, String query) {}

    public record Labelled(String label, String text) {}

    /**
     * A version of a suite, scored in one way.
     *
     * @param version the beginning of the hash of its items
     * @param runs how many runs it is scored for
     */
    public record Suite(String name, String kind, String version, String scorer, String arm, int runs) {}

    /**
     * @param quantity which quantity of which condition is above or below which number
     * @param kind as in JSON: {@code shown}, {@code not_shown} or {@code opposite}
     */
    public record CriterionRow(
            String statement,
            String quantity,
            String value,
            String interval,
            String seeds,
            String outcome,
            String kind) {}

    public record MatrixRow(String condition, List<MatrixCell> cells) {}

    /**
     * @param kind a verdict, or {@code missing}
     * @param lines the verdict or status, and numbers or the reason
     */
    public record MatrixCell(String kind, List<String> lines) {}

    /** @param call the REST call of the verdict; empty if there is none */
    public record CellRow(
            String condition,
            String seed,
            String runId,
            String verdict,
            String kind,
            String peak,
            String end,
            String drop,
            String parametric,
            String standardMean,
            String missing,
            String call) {}

    public record ConditionRow(
            String name, String settings, String seeds, String drop, String peakSteps, String endSteps) {}

    /** @param what which quantity is subtracted */
    public record DifferenceRow(
            String condition, String what, String seeds, String value, String interval, String p, String holmP) {}

    /** @param call the REST call that compares the two runs; empty if they are not compared */
    public record MatchedRow(
            String condition,
            String seed,
            String standardMean,
            String reference,
            String value,
            String difference,
            String steps,
            String missing,
            String call) {}
}
