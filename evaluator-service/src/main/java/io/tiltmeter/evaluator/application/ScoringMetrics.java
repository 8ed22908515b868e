package io.tiltmeter.evaluator.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.servicekit.persistence.DatabaseGauges;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of measured examples. Label: what was measured; never a request, shard or example. */
@Singleton
public class ScoringMetrics {
    private final MeterProvider<Timer> duration;
    private final MeterProvider<Counter> examples;
    private final Counter failures;
    private final AtomicInteger inFlight = new AtomicInteger();

    public ScoringMetrics(MeterRegistry meters, ScoringRepository scorings, DatabaseGauges gauges) {
        Gauge.builder("tiltmeter.scorings.in.flight", inFlight, AtomicInteger::get)
                .description("Shards of examples that this replica is working on")
                .register(meters);
        gauges.show(
                "tiltmeter.scorings.waiting",
                "Shards of examples that wait for a replica, over all replicas",
                Tags.empty(),
                gauges.keep(Double.NaN, () -> (double) scorings.waiting())::get);
        duration = Timer.builder("tiltmeter.scoring.duration")
                .description("Duration of the measurement of a shard of examples")
                .serviceLevelObjectives(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30))
                .withRegistry(meters);
        examples = Counter.builder("tiltmeter.scored.examples").withRegistry(meters);
        failures = meters.counter("tiltmeter.scorings.failed");
        for (Measure measure : Measure.values()) {
            of(duration, measure);
            of(examples, measure);
        }
    }

    /** An attempt began. */
    void started() {
        inFlight.incrementAndGet();
    }

    /** An attempt ended, well or not. */
    void ended() {
        inFlight.decrementAndGet();
    }

    /** A shard's measurements were stored. */
    void scored(ScoringTask task, Duration took) {
        of(duration, task.request().measure()).record(took);
        of(examples, task.request().measure()).increment(task.request().exampleCount());
    }

    /** A shard was given up. */
    void failed() {
        failures.increment();
    }

    private static <T extends Meter> T of(MeterProvider<T> metric, Measure measure) {
        return metric.withTag("measure", measure.label());
    }
}
