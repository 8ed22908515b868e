package io.tiltmeter.evaluator.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of measured examples. Label: what was measured; never a request, shard or example. */
@Singleton
public class ScoringMetrics {
    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();

    public ScoringMetrics(MeterRegistry meters, ScoringRepository scorings) {
        this.meters = meters;
        Gauge.builder("tiltmeter.scorings.in.flight", inFlight, AtomicInteger::get)
                .description("Shards of examples that this replica is working on")
                .register(meters);
        Gauge.builder("tiltmeter.scorings.waiting", scorings, ScoringMetrics::waiting)
                .description("Shards of examples that wait for a replica, over all replicas")
                .register(meters);
        for (Measure measure : Measure.values()) {
            duration(measure);
            examples(measure);
        }
        failures();
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
        duration(task.request().measure()).record(took);
        examples(task.request().measure()).increment(task.request().exampleCount());
    }

    /** A shard was given up. */
    void failed() {
        failures().increment();
    }

    private Timer duration(Measure measure) {
        return Timer.builder("tiltmeter.scoring.duration")
                .description("Of a shard of examples that was stored")
                .tag("measure", measure.label())
                .serviceLevelObjectives(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30))
                .register(meters);
    }

    private Counter examples(Measure measure) {
        return meters.counter("tiltmeter.scored.examples", "measure", measure.label());
    }

    private Counter failures() {
        return meters.counter("tiltmeter.scorings.failed");
    }

    private static double waiting(ScoringRepository scorings) {
        return scorings.count(Optional.empty()).getOrDefault(Status.READY, 0L);
    }
}
