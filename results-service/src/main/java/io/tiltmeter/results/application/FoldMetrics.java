package io.tiltmeter.results.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What Prometheus sees of folding, from the first scrape on. Label: the suite's kind; never a run or suite. */
@Singleton
public class FoldMetrics {
    private static final Duration[] DURATIONS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };
    private static final Duration[] LAGS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30)
    };

    private final Map<SuiteKind, Counter> outcomes = new EnumMap<>(SuiteKind.class);
    private final Map<SuiteKind, Timer> durations = new EnumMap<>(SuiteKind.class);
    private final Map<SuiteKind, Timer> lags = new EnumMap<>(SuiteKind.class);
    private final Counter failures;

    public FoldMetrics(MeterRegistry meters) {
        for (SuiteKind kind : SuiteKind.values()) {
            String label = Json.name(kind);
            outcomes.put(
                    kind,
                    Counter.builder("tiltmeter.outcomes.folded")
                            .description("Item outcomes stored")
                            .tag("kind", label)
                            .register(meters));
            durations.put(
                    kind,
                    Timer.builder("tiltmeter.fold.duration")
                            .description("Of one evaluation's outcomes, until they are stored")
                            .tag("kind", label)
                            .serviceLevelObjectives(DURATIONS)
                            .register(meters));
            lags.put(
                    kind,
                    Timer.builder("tiltmeter.fold.lag")
                            .description("From the end of an evaluation until its outcomes are stored")
                            .tag("kind", label)
                            .serviceLevelObjectives(LAGS)
                            .register(meters));
        }
        failures = Counter.builder("tiltmeter.folds.failed")
                .description("Folds given up")
                .register(meters);
    }

    /** An evaluation's outcomes are stored. */
    void folded(SuiteEvaluated news, Instant begun, Instant stored) {
        SuiteKind kind = news.suite().kind();
        outcomes.get(kind).increment(news.counts().itemCount());
        durations.get(kind).record(Duration.between(begun, stored));
        Duration lag = Duration.between(news.execution().finishedAt(), stored);
        lags.get(kind).record(lag.isNegative() ? Duration.ZERO : lag);
    }

    /** A fold was given up. */
    void failed() {
        failures.increment();
    }
}
