package io.tiltmeter.results.export;

import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.export.ParquetTable.Column;
import io.tiltmeter.results.export.ParquetTable.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A curve as a table: one row a checkpoint, one column a standard suite.
 *
 * @param rows cells of the columns' types; null for what is not known
 */
public record CurveTable(List<Column> columns, List<List<Object>> rows) {
    public static CurveTable of(CurveView curve) {
        TreeSet<String> standard = new TreeSet<>();
        curve.points().forEach(point -> standard.addAll(point.standard().keySet()));
        return new CurveTable(
                columns(standard),
                curve.points().stream()
                        .map(point -> row(curve, point, standard))
                        .toList());
    }

    private static List<Column> columns(TreeSet<String> standard) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("run_id", Type.TEXT));
        columns.add(new Column("step", Type.WHOLE));
        for (String number : List.of(
                "epochs",
                "counterfactual_accuracy",
                "counterfactual_low",
                "counterfactual_high",
                "parametric_accuracy",
                "parametric_low",
                "parametric_high",
                "standard_mean")) {
            columns.add(new Column(number, Type.REAL));
        }
        standard.forEach(suite -> columns.add(new Column("standard_" + suite, Type.REAL)));
        columns.addAll(List.of(
                new Column("training_loss_nats", Type.REAL),
                new Column("complete", Type.FLAG),
                new Column("suite", Type.TEXT),
                new Column("scorer", Type.TEXT),
                new Column("scorer_version", Type.WHOLE),
                new Column("arm", Type.TEXT),
                new Column("item_filter", Type.TEXT),
                new Column("engine", Type.TEXT),
                new Column("slice", Type.TEXT),
                new Column("x_axis", Type.TEXT),
                new Column("x", Type.REAL),
                new Column("examples", Type.WHOLE),
                new Column("base_model", Type.FLAG),
                new Column("segment", Type.WHOLE),
                new Column("standard_segment", Type.WHOLE)));
        return List.copyOf(columns);
    }

    private static List<Object> row(CurveView curve, CurveView.Point point, TreeSet<String> standard) {
        List<Object> cells = new ArrayList<>(Arrays.asList(
                curve.runId(),
                point.step(),
                point.epochs(),
                known(point.counterfactualAccuracy()),
                known(point.counterfactualLow()),
                known(point.counterfactualHigh()),
                known(point.parametricAccuracy()),
                known(point.parametricLow()),
                known(point.parametricHigh()),
                known(point.standardMean())));
        standard.forEach(suite -> cells.add(point.standard().get(suite)));
        cells.addAll(Arrays.asList(
                known(point.trainingLossNats()),
                point.complete(),
                known(curve.suite()),
                known(curve.scorer()),
                known(point.scorerVersion()),
                known(curve.arm()),
                curve.itemFilter(),
                known(point.engine()),
                known(curve.slice()),
                curve.xAxis().id(),
                known(point.x()),
                known(point.examples()),
                point.baseModel(),
                point.segment(),
                point.standardSegment()));
        return cells;
    }

    private static Object known(Optional<?> value) {
        return value.orElse(null);
    }
}
