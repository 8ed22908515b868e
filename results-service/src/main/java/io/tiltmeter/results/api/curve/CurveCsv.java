package io.tiltmeter.results.api.curve;

import static io.tiltmeter.results.api.Csv.cell;

import io.tiltmeter.results.api.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A curve as comma-separated values: one line a checkpoint, one column a standard suite; what is not known is empty. */
public final class CurveCsv {
    static final String MEDIA_TYPE = Csv.MEDIA_TYPE;

    private CurveCsv() {}

    public static String of(CurveView curve) {
        TreeSet<String> standard = new TreeSet<>();
        curve.points().forEach(point -> standard.addAll(point.standard().keySet()));
        List<String> header = new ArrayList<>(List.of(
                "run_id",
                "step",
                "epochs",
                "counterfactual_accuracy",
                "counterfactual_low",
                "counterfactual_high",
                "parametric_accuracy",
                "parametric_low",
                "parametric_high",
                "standard_mean"));
        standard.forEach(suite -> header.add("standard_" + suite));
        header.addAll(List.of(
                "training_loss_nats",
                "complete",
                "suite",
                "scorer",
                "scorer_version",
                "arm",
                "item_filter",
                "engine",
                "slice",
                "x_axis",
                "x",
                "examples",
                "base_model",
                "segment",
                "standard_segment"));
        Csv csv = new Csv().line(header);
        for (CurveView.Point point : curve.points()) {
            List<String> cells = new ArrayList<>(List.of(
                    curve.runId(),
                    Integer.toString(point.step()),
                    Double.toString(point.epochs()),
                    cell(point.counterfactualAccuracy()),
                    cell(point.counterfactualLow()),
                    cell(point.counterfactualHigh()),
                    cell(point.parametricAccuracy()),
                    cell(point.parametricLow()),
                    cell(point.parametricHigh()),
                    cell(point.standardMean())));
            standard.forEach(
                    suite -> cells.add(cell(Optional.ofNullable(point.standard().get(suite)))));
            cells.addAll(List.of(
                    cell(point.trainingLossNats()),
                    Boolean.toString(point.complete()),
                    curve.suite().orElse(""),
                    curve.scorer().orElse(""),
                    cell(point.scorerVersion()),
                    curve.arm().orElse(""),
                    curve.itemFilter(),
                    point.engine().orElse(""),
                    curve.slice().orElse(""),
                    curve.xAxis().id(),
                    cell(point.x()),
                    cell(point.examples()),
                    Boolean.toString(point.baseModel()),
                    Integer.toString(point.segment()),
                    Integer.toString(point.standardSegment())));
            csv.line(cells);
        }
        return csv.toString();
    }
}
