package io.tiltmeter.evaluator.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
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

    /** An attempt began. The lag is taken of first attempts: from the whole checkpoint to the start. */
    void started(EvaluationTask task, int attempt, Instant startedAt) {
        inFlight.incrementAndGet();
        if (attempt == 1) {
            timer("tiltmeter.evaluation.lag", "From the saved checkpoint to the start of its evaluation", task)
                    .record(Duration.between(task.checkpointSavedAt(), startedAt));
        }
    }

    /** An attempt ended, well or not. */
    void ended() {
        inFlight.decrementAndGet();
    }

    /** An evaluation was stored. */
    void evaluated(EvaluationTask task, Duration took) {
        timer("tiltmeter.evaluation.duration", "Of an evaluation that was stored", task)
                .record(took);
        meters.counter("tiltmeter.scored.items", "task", task.suite().task())
                .increment(task.suite().itemCount());
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
