package io.tiltmeter.results.export;

import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.export.ParquetWriter.Column;
import io.tiltmeter.results.export.ParquetWriter.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A curve as a table: one row a checkpoint, one column a standard suite. */
final class CurveTable {
    private final RunCurve curve;
    private final List<Column> columns = new ArrayList<>();
    private final List<BiFunction<RunCurve, Point, Object>> cells = new ArrayList<>();

    private CurveTable(RunCurve curve) {
        this.curve = curve;
    }

    static CurveTable of(RunCurve curve) {
        CurveTable table = new CurveTable(curve);
        table.ofRun("run_id", Type.TEXT, RunCurve::runId)
                .ofPoint("step", Type.WHOLE, Point::step)
                .ofPoint("epochs", Type.REAL, Point::epochs)
                .ofPoint(
                        "counterfactual_accuracy",
                        Type.REAL,
                        point -> point.counterfactual().accuracy())
                .ofPoint(
                        "counterfactual_low",
                        Type.REAL,
                        point -> point.counterfactual().low())
                .ofPoint(
                        "counterfactual_high",
                        Type.REAL,
                        point -> point.counterfactual().high())
                .ofPoint(
                        "parametric_accuracy",
                        Type.REAL,
                        point -> point.parametric().accuracy())
                .ofPoint(
                        "parametric_low", Type.REAL, point -> point.parametric().low())
                .ofPoint(
                        "parametric_high",
                        Type.REAL,
                        point -> point.parametric().high())
                .ofPoint("standard_mean", Type.REAL, Point::standardMean);
        TreeSet<String> standard = new TreeSet<>();
        curve.points().forEach(point -> standard.addAll(point.standard().keySet()));
        for (String suite : standard) {
            table.ofPoint(
                    "standard_" + suite, Type.REAL, point -> point.standard().get(suite));
        }
        return table.ofPoint("training_loss_nats", Type.REAL, Point::trainingLossNats)
                .ofPoint("complete", Type.FLAG, Point::complete)
                .ofRun("suite", Type.TEXT, run -> run.series().suite())
                .ofRun("scorer", Type.TEXT, run -> run.series().scorer())
                .ofPoint("scorer_version", Type.WHOLE, Point::scorerVersion)
                .ofRun("arm", Type.TEXT, run -> run.series().arm())
                .ofRun("item_filter", Type.TEXT, run -> run.series().itemFilter())
                .ofPoint("engine", Type.TEXT, Point::engine)
                .ofRun("slice", Type.TEXT, RunCurve::slice)
                .ofRun("x_axis", Type.TEXT, run -> run.xAxis().id())
                .ofPoint("x", Type.REAL, Point::x)
                .ofPoint("examples", Type.WHOLE, Point::examples)
                .ofPoint("base_model", Type.FLAG, Point::baseModel)
                .ofPoint("segment", Type.WHOLE, Point::segment)
                .ofPoint("standard_segment", Type.WHOLE, Point::standardSegment)
                .ofPoint(
                        "memorization_ratio",
                        Type.REAL,
                        point -> point.measures().memorizationRatio())
                .ofPoint(
                        "memorization_ratio_low",
                        Type.REAL,
                        point -> point.measures().memorizationRatioLow())
                .ofPoint(
                        "memorization_ratio_high",
                        Type.REAL,
                        point -> point.measures().memorizationRatioHigh())
                .ofPoint("both_share", Type.REAL, point -> point.measures().bothShare())
                .ofPoint("both_share_low", Type.REAL, point -> point.measures().bothShareLow())
                .ofPoint("both_share_high", Type.REAL, point -> point.measures().bothShareHigh())
                .ofPoint("neither_share", Type.REAL, point -> point.measures().neitherShare())
                .ofPoint(
                        "neither_share_low",
                        Type.REAL,
                        point -> point.measures().neitherShareLow())
                .ofPoint(
                        "neither_share_high",
                        Type.REAL,
                        point -> point.measures().neitherShareHigh())
                .ofPoint("margin_nats", Type.REAL, point -> point.measures().marginNats())
                .ofPoint("margin_nats_low", Type.REAL, point -> point.measures().marginNatsLow())
                .ofPoint(
                        "margin_nats_high", Type.REAL, point -> point.measures().marginNatsHigh());
    }

    List<Column> columns() {
        return columns;
    }

    /** Cells of the columns' types; null if unknown. */
    List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>();
        for (Point point : curve.points()) {
            List<Object> row = new ArrayList<>();
            for (BiFunction<RunCurve, Point, Object> cell : cells) {
                Object value = cell.apply(curve, point);
                row.add(value instanceof Optional<?> known ? known.orElse(null) : value);
            }
            rows.add(row);
        }
        return rows;
    }

    private CurveTable ofRun(String name, Type type, Function<RunCurve, Object> value) {
        return column(name, type, (run, point) -> value.apply(run));
    }

    private CurveTable ofPoint(String name, Type type, Function<Point, Object> value) {
        return column(name, type, (run, point) -> value.apply(point));
    }

    private CurveTable column(String name, Type type, BiFunction<RunCurve, Point, Object> value) {
        columns.add(new Column(name, type));
        cells.add(value);
        return this;
    }
}
