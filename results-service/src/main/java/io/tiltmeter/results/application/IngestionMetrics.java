package io.tiltmeter.results.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

/** Metrics of ingestion, registered before the first scrape. Label: the kind of the suite; never a run or suite. */
@Singleton
public class IngestionMetrics {
    private static final String KIND = "kind";

    private final MeterProvider<Counter> outcomes;
    private final MeterProvider<Timer> durations;
    private final MeterProvider<Timer> lags;
    private final Counter failures;

    public IngestionMetrics(MeterRegistry meters) {
        outcomes = Counter.builder("tiltmeter.outcomes.folded")
                .description("Item outcomes that were stored")
                .withRegistry(meters);
        durations = Timer.builder("tiltmeter.fold.duration")
                .description("Time to read, check and store the outcomes of one evaluation")
                .serviceLevelObjectives(millis(10, 25, 50, 100, 250, 1_000, 5_000))
                .withRegistry(meters);
        lags = Timer.builder("tiltmeter.fold.lag")
                .description("Time from the end of an evaluation until its outcomes are stored")
                .serviceLevelObjectives(millis(100, 250, 500, 1_000, 5_000, 30_000, 300_000, 1_800_000))
                .withRegistry(meters);
        failures = Counter.builder("tiltmeter.folds.failed")
                .description("Evaluations and imports that were not stored after the last attempt")
                .register(meters);
        for (SuiteKind kind : SuiteKind.values()) {
            outcomes.withTag(KIND, Json.name(kind));
            durations.withTag(KIND, Json.name(kind));
            lags.withTag(KIND, Json.name(kind));
        }
    }

    void ingested(SuiteEvaluated event, Instant begun, Instant stored) {
        String kind = Json.name(event.suite().kind());
        outcomes.withTag(KIND, kind).increment(event.counts().itemCount());
        durations.withTag(KIND, kind).record(Duration.between(begun, stored));
        Duration lag = Duration.between(event.execution().finishedAt(), stored);
        lags.withTag(KIND, kind).record(lag.isNegative() ? Duration.ZERO : lag);
    }

    public void failed() {
        failures.increment();
    }

    private static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
