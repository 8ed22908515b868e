package io.tiltmeter.results.application.metrics;

import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

final class GaugeRows {
    private final Map<RunGauge, List<Row<?>>> rows = new EnumMap<>(RunGauge.class);

    void add(RunGauge gauge, Tags tags, double value) {
        rows.computeIfAbsent(gauge, each -> new ArrayList<>()).add(Row.of(tags, value));
    }

    void addAll(GaugeRows others) {
        others.rows.forEach((gauge, values) ->
                rows.computeIfAbsent(gauge, each -> new ArrayList<>()).addAll(values));
    }

    List<Row<?>> of(RunGauge gauge) {
        return rows.getOrDefault(gauge, List.of());
    }
}
