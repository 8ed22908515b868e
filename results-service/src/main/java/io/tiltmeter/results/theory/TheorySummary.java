package io.tiltmeter.results.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The course of a run, at the steps that are reported and at 60 others, denser early.
 *
 * @param startShare M_C before finetuning
 * @param startByFormula the same in closed form, mean over tests of 1 / (1 + sqrt(odds(delta_M) / odds(delta_C))): what it is where
 *     context and subject have half of the attention each
 * @param peakShare the highest M_C, of equals the earliest
 * @param endShare M_C after the last step
 * @param rise from start to peak
 * @param drop from peak to end
 * @param startAttention attention to the context before finetuning, mean over tests
 * @param peakAttention the highest
 * @param endAttention after the last step
 * @param handOverStep the first of all steps at which the gradient of all examples lowers the attention to contexts; absent if none does
 * @param lowestHeldOutLoss in nats; absent without held-out examples
 * @param endHeldOutLoss likewise
 */
public record TheorySummary(
        double startShare,
        double startByFormula,
        double peakShare,
        int peakStep,
        double endShare,
        double rise,
        double drop,
        double startAttention,
        double peakAttention,
        int peakAttentionStep,
        double endAttention,
        Optional<Integer> handOverStep,
        Optional<Double> lowestHeldOutLoss,
        Optional<Double> endHeldOutLoss) {
    static TheorySummary of(TheoryRequest request, List<TheoryPoint> points, Optional<Integer> handOverStep) {
        TheoryPoint start = points.get(0);
        TheoryPoint end = points.get(points.size() - 1);
        TheoryPoint peak = highest(points, Comparator.comparingDouble(TheoryPoint::contextShare));
        TheoryPoint attended = highest(points, Comparator.comparingDouble(TheoryPoint::attention));
        return new TheorySummary(
                start.contextShare(),
                startByFormula(request),
                peak.contextShare(),
                peak.step(),
                end.contextShare(),
                peak.contextShare() - start.contextShare(),
                peak.contextShare() - end.contextShare(),
                start.attention(),
                attended.attention(),
                attended.step(),
                end.attention(),
                handOverStep,
                points.stream().flatMap(point -> point.heldOutLoss().stream()).min(Comparator.naturalOrder()),
                end.heldOutLoss());
    }

    private static TheoryPoint highest(List<TheoryPoint> points, Comparator<TheoryPoint> measure) {
        TheoryPoint highest = points.get(0);
        for (TheoryPoint point : points) {
            highest = measure.compare(point, highest) > 0 ? point : highest;
        }
        return highest;
    }

    private static double startByFormula(TheoryRequest request) {
        double sum = 0;
        for (int test = 0; test < request.tests(); test++) {
            double memory = odds(request.testDeltaM().at(test, request.tests()));
            sum += 1 / (1 + Math.sqrt(memory / odds(request.deltaC())));
        }
        return sum / request.tests();
    }

    private static double odds(double probability) {
        return probability / (1 - probability);
    }
}
