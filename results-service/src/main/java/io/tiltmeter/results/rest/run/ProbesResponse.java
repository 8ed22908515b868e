package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.event.ProbeMeasured;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What probes measured at the checkpoints of a run.
 *
 * @param measurements by probe, suite and arm, and of each by ascending step
 */
public record ProbesResponse(String runId, List<Measurement> measurements) {
    /**
     * One checkpoint.
     *
     * @param epochs passes over the mixture at this checkpoint
     * @param arm the evaluation method whose prompts were measured
     * @param items items that were measured
     * @param itemsLeftOut items that could not be
     * @param values means over the items; their names and units belong to the probe
     */
    public record Measurement(
            String probe,
            int probeVersion,
            String suiteId,
            String task,
            String arm,
            int step,
            double epochs,
            int items,
            int itemsLeftOut,
            SortedMap<String, Double> values,
            String engine,
            String suiteVersion,
            String outcomesSha256,
            String weightsSha256,
            Instant finishedAt) {
        static Measurement of(ProbeMeasured event) {
            return new Measurement(
                    event.probe(),
                    event.probeVersion(),
                    event.suite().suiteId(),
                    event.suite().task(),
                    event.arm(),
                    event.checkpoint().step(),
                    event.checkpoint().epochs(),
                    event.itemCount(),
                    event.itemsLeftOut(),
                    new TreeMap<>(event.values()),
                    event.execution().engine(),
                    event.suite().items().sha256(),
                    event.outcomes().sha256(),
                    event.weightsSha256(),
                    event.execution().finishedAt());
        }
    }

    static ProbesResponse of(String runId, List<ProbeMeasured> events) {
        return new ProbesResponse(runId, events.stream().map(Measurement::of).toList());
    }

    /**
     * A value as a line of CSV.
     *
     * @param name of the value
     */
    record Line(
            String runId,
            String probe,
            int probeVersion,
            String suiteId,
            String task,
            String arm,
            int step,
            double epochs,
            int items,
            int itemsLeftOut,
            String name,
            double value) {}

    /** One line a value; none of a measurement without values. */
    List<Line> lines() {
        return measurements.stream()
                .flatMap(each -> each.values().entrySet().stream()
                        .map(value -> new Line(
                                runId,
                                each.probe(),
                                each.probeVersion(),
                                each.suiteId(),
                                each.task(),
                                each.arm(),
                                each.step(),
                                each.epochs(),
                                each.items(),
                                each.itemsLeftOut(),
                                value.getKey(),
                                value.getValue())))
                .toList();
    }
}
