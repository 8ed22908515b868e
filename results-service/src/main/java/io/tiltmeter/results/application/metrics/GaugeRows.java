package io.tiltmeter.results.application.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The values of the gauges of runs, by their tags. */
final class GaugeRows {
    private final Map<RunGauge, Map<Tags, Double>> values = new EnumMap<>(RunGauge.class);

    void add(RunGauge gauge, Tags tags, double value) {
        values.computeIfAbsent(gauge, each -> new LinkedHashMap<>()).put(tags, value);
    }

    void addAll(GaugeRows others) {
        others.values.forEach((gauge, each) ->
                values.computeIfAbsent(gauge, any -> new LinkedHashMap<>()).putAll(each));
    }

    Set<Tags> tags(RunGauge gauge) {
        return values.getOrDefault(gauge, Map.of()).keySet();
    }

    /** NaN where there is none. */
    double value(RunGauge gauge, Tags tags) {
        return values.getOrDefault(gauge, Map.of()).getOrDefault(tags, Double.NaN);
    }
}
