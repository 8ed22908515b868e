package io.tiltmeter.results.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A curve as comma-separated values: one line a checkpoint, one column a standard suite; what is not known is empty. */
final class CurveCsv {
    static final String MEDIA_TYPE = "text/csv";

    private CurveCsv() {}

    static String of(CurveView curve) {
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
        header.addAll(List.of("training_loss_nats", "complete"));
        StringBuilder csv = new StringBuilder(String.join(",", header)).append("\r\n");
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
            cells.addAll(List.of(cell(point.trainingLossNats()), Boolean.toString(point.complete())));
            csv.append(String.join(",", cells)).append("\r\n");
        }
        return csv.toString();
    }

    private static String cell(Optional<Double> value) {
        return value.map(number -> Double.toString(number)).orElse("");
    }
}
