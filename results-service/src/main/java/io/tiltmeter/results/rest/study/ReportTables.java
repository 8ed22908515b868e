package io.tiltmeter.results.rest.study;

import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.results.rest.study.CriterionResponse.Unit;
import io.tiltmeter.results.rest.study.StudyReport.CellRow;
import io.tiltmeter.results.rest.study.StudyReport.ConditionRow;
import io.tiltmeter.results.rest.study.StudyReport.CriterionRow;
import io.tiltmeter.results.rest.study.StudyReport.DifferenceRow;
import io.tiltmeter.results.rest.study.StudyReport.MatchedRow;
import io.tiltmeter.results.rest.study.StudyReport.MatrixCell;
import io.tiltmeter.results.rest.study.StudyReport.MatrixRow;
import io.tiltmeter.results.rest.study.StudyResponse.CellResponse;
import io.tiltmeter.results.rest.study.StudyResponse.ConditionResponse;
import io.tiltmeter.results.rest.study.StudyResponse.Difference;
import io.tiltmeter.servicekit.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of a report, from the same numbers as the JSON of the study. */
final class ReportTables {
    private static final String MISSING = "missing";

    private final StudyResponse study;
    private final String query;

    /** @param query what selects the series, beginning with a question mark; empty for the default */
    ReportTables(StudyResponse study, String query) {
        this.study = study;
        this.query = query;
    }

    List<CriterionRow> criteria() {
        return study.criteria().stream()
                .map(found -> new CriterionRow(
                        found.criterion().statement(),
                        quantity(found),
                        found.value().map(value -> number(found, value)).orElse(ReportNumber.NONE),
                        interval(found),
                        found.seeds().size() + " of " + study.seeds().size(),
                        Json.name(found.outcome()).replace('_', ' '),
                        Json.name(found.outcome())))
                .toList();
    }

    private static String number(CriterionResponse found, double value) {
        return found.unit() == Unit.SHARE ? ReportNumber.points(value) : ReportNumber.plain(value);
    }

    private static String interval(CriterionResponse found) {
        return found.low().isEmpty() || found.high().isEmpty()
                ? ReportNumber.NONE
                : number(found, found.low().get()) + " to "
                        + number(found, found.high().get());
    }

    private static String quantity(CriterionResponse found) {
        StudyCriterion criterion = found.criterion();
        String series = Stream.of(criterion.suite(), criterion.arm())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return Json.name(criterion.measure()).replace('_', ' ')
                + criterion.probe().map(probe -> " " + probe).orElse("") + " of " + criterion.condition()
                + criterion.minus().map(minus -> " less " + minus).orElse("")
                + (series.isEmpty() ? "" : " (" + series + ")")
                + criterion
                        .above()
                        .map(bound -> " above " + number(found, bound))
                        .orElse("")
                + criterion
                        .below()
                        .map(bound -> " below " + number(found, bound))
                        .orElse("");
    }

    private record Place(String condition, long seed) {}

    List<MatrixRow> matrix() {
        Map<Place, CellResponse> cells = new HashMap<>();
        study.cells().forEach(cell -> cells.put(new Place(cell.condition(), cell.seed()), cell));
        return study.conditions().stream()
                .map(condition -> new MatrixRow(
                        condition.name(),
                        study.seeds().stream()
                                .map(seed -> Optional.ofNullable(cells.get(new Place(condition.name(), seed)))
                                        .map(ReportTables::cell)
                                        .orElse(new MatrixCell(MISSING, List.of("not requested"))))
                                .toList()))
                .toList();
    }

    private static MatrixCell cell(CellResponse cell) {
        return cell.verdict()
                .map(verdict -> new MatrixCell(
                        verdict,
                        List.of(
                                words(cell),
                                ReportNumber.percent(cell.peak()) + " → " + ReportNumber.percent(cell.end()))))
                .orElseGet(() -> new MatrixCell(
                        MISSING, List.of(cell.status().map(Json::name).orElse(MISSING), cell.missing())));
    }

    /** The verdict in words; a dash if there is none. */
    private static String words(CellResponse cell) {
        return cell.verdict()
                .map(verdict -> verdict.replace('_', ' '))
                .map(verdict -> cell.strength()
                                .filter(strength -> strength.equals("likely"))
                                .map(strength -> strength + " " + verdict)
                                .orElse(verdict)
                        + (cell.provisional().orElse(false) ? ", so far" : ""))
                .orElse(ReportNumber.NONE);
    }

    List<CellRow> cells() {
        return study.cells().stream()
                .map(cell -> new CellRow(
                        cell.condition(),
                        Long.toString(cell.seed()),
                        cell.runId(),
                        words(cell),
                        cell.verdict().orElse(MISSING),
                        ReportNumber.percent(cell.peak()),
                        ReportNumber.percent(cell.end()),
                        ReportNumber.points(cell.drop()),
                        ReportNumber.percent(cell.parametricAtEnd()),
                        ReportNumber.percent(cell.standardMeanAtEnd()),
                        cell.missing(),
                        cell.verdict().isEmpty() ? "" : "/api/v1/runs/" + cell.runId() + "/inversion" + query))
                .toList();
    }

    List<ConditionRow> conditions() {
        return study.conditions().stream()
                .map(condition -> new ConditionRow(
                        condition.name(),
                        condition.settings().entrySet().stream()
                                .map(each -> each.getKey() + " " + StudyReportWriter.text(each.getValue()))
                                .collect(Collectors.joining(", ")),
                        condition.seedsMeasured() + " of " + study.seeds().size(),
                        ReportNumber.points(condition.drop()),
                        ReportNumber.steps(condition.peakSteps()),
                        ReportNumber.steps(condition.endSteps())))
                .toList();
    }

    List<DifferenceRow> differences() {
        List<DifferenceRow> rows = new ArrayList<>();
        for (ConditionResponse condition : study.conditions()) {
            add(rows, condition, "drop", condition.difference());
            add(rows, condition, "accuracy at the end", condition.atEnd());
            add(
                    rows,
                    condition,
                    "accuracy at equal standard mean",
                    condition.atEqualStandardMean().flatMap(EqualStandardMeanResponse::difference));
        }
        return rows;
    }

    private void add(List<DifferenceRow> rows, ConditionResponse condition, String what, Optional<Difference> found) {
        if (condition.name().equals(study.reference())) {
            return;
        }
        rows.add(found.map(difference -> new DifferenceRow(
                        condition.name(),
                        what,
                        Integer.toString(difference.seeds().size()),
                        ReportNumber.points(difference.value()),
                        ReportNumber.interval(difference.low(), difference.high()),
                        ReportNumber.p(difference.p()),
                        ReportNumber.p(difference.holmP())))
                .orElse(new DifferenceRow(
                        condition.name(),
                        what,
                        "0",
                        ReportNumber.NONE,
                        ReportNumber.NONE,
                        ReportNumber.NONE,
                        ReportNumber.NONE)));
    }

    List<MatchedRow> matched() {
        Map<Place, CellResponse> cells = new HashMap<>();
        study.cells().forEach(cell -> cells.put(new Place(cell.condition(), cell.seed()), cell));
        List<MatchedRow> rows = new ArrayList<>();
        for (ConditionResponse condition : study.conditions()) {
            condition
                    .atEqualStandardMean()
                    .ifPresent(matched ->
                            matched.seeds().forEach(seed -> rows.add(row(condition.name(), seed, cells))));
        }
        return rows;
    }

    private MatchedRow row(
            String condition, EqualStandardMeanResponse.MatchedSeed seed, Map<Place, CellResponse> cells) {
        String number = Long.toString(seed.seed());
        if (seed.reference().isEmpty() || seed.condition().isEmpty()) {
            return new MatchedRow(
                    condition,
                    number,
                    ReportNumber.NONE,
                    ReportNumber.NONE,
                    ReportNumber.NONE,
                    ReportNumber.NONE,
                    ReportNumber.NONE,
                    seed.missing(),
                    "");
        }
        double reference = seed.reference().get().counterfactualAccuracy();
        double value = seed.condition().get().counterfactualAccuracy();
        CellResponse one = cells.get(new Place(study.reference(), seed.seed()));
        CellResponse other = cells.get(new Place(condition, seed.seed()));
        return new MatchedRow(
                condition,
                number,
                ReportNumber.percent(seed.standardMean()),
                ReportNumber.percent(Optional.of(reference)),
                ReportNumber.percent(Optional.of(value)),
                ReportNumber.points(value - reference),
                ReportNumber.steps(seed.reference().map(EqualStandardMeanResponse.MatchedRun::betweenSteps)) + "; "
                        + ReportNumber.steps(seed.condition().map(EqualStandardMeanResponse.MatchedRun::betweenSteps)),
                String.join("; ", seed.warnings()),
                one.runId().equals(other.runId())
                        ? ""
                        : "/api/v1/comparison" + (query.isEmpty() ? "?" : query + "&") + "runs=" + one.runId() + ","
                                + other.runId());
    }
}
