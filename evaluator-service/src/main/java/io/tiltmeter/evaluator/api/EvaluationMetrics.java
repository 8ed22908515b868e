package io.tiltmeter.evaluator.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.store.EvaluationTable;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What Prometheus sees of evaluations. Labels: the suite's task, which is one of a few; never a run, step or item. */
@Singleton
public class EvaluationMetrics {
    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();

    @Inject
    public EvaluationMetrics(MeterRegistry meters, EvaluationTable table) {
        this.meters = meters;
        Gauge.builder("tiltmeter.evaluations.in.flight", inFlight, AtomicInteger::get)
                .description("Evaluations that this replica is working on")
                .register(meters);
        Gauge.builder("tiltmeter.evaluations.waiting", table, EvaluationMetrics::waiting)
                .description("Evaluations that wait for a replica, over all replicas")
                .register(meters);
    }

    /** An attempt began. */
    void started() {
        inFlight.incrementAndGet();
    }

    /** What a run wanted to know was begun for the first time: the lag is taken from the whole checkpoint on. */
    void began(RequestedEvaluation requested, Instant startedAt) {
        timer("tiltmeter.evaluation.lag", "From the saved checkpoint to the start of its evaluation", requested.task())
                .record(Duration.between(requested.checkpointSavedAt(), startedAt));
    }

    /** A checkpoint was announced again, with nothing new. */
    void duplicate() {
        meters.counter("tiltmeter.duplicate.events", "topic", EventTypes.CHECKPOINT_READY.topic())
                .increment();
    }

    /** An attempt ended, well or not. */
    void ended() {
        inFlight.decrementAndGet();
    }

    /** An evaluation was stored. */
    void evaluated(EvaluationTask task, int items, Duration took) {
        timer("tiltmeter.evaluation.duration", "Of an evaluation that was stored", task)
                .record(took);
        meters.counter("tiltmeter.scored.items", "task", task.suite().task()).increment(items);
    }

    /** An evaluation was given up. */
    void failed(EvaluationTask task) {
        meters.counter("tiltmeter.evaluations.failed", "task", task.suite().task())
                .increment();
    }

    private Timer timer(String name, String description, EvaluationTask task) {
        return Timer.builder(name)
                .description(description)
                .tag("task", task.suite().task())
                .serviceLevelObjectives(
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(meters);
    }

    private static double waiting(EvaluationTable table) {
        return table.count(Optional.empty()).getOrDefault(Status.READY, 0L);
    }
}
