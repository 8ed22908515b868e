package io.tiltmeter.evaluator.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of evaluations, present from the first scrape on. Label: the suite's kind; never a task, run or item. */
@Singleton
public class EvaluationMetrics {
    private static final Duration[] LAGS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(2)
    };
    private static final Duration[] DURATIONS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private final MeterRegistry meters;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger followers = new AtomicInteger();
    private final Counter duplicates;

    public EvaluationMetrics(MeterRegistry meters, EvaluationRepository evaluations) {
        this.meters = meters;
        Gauge.builder("tiltmeter.evaluations.in.flight", inFlight, AtomicInteger::get)
                .description("Evaluations that this replica is working on")
                .register(meters);
        Gauge.builder("tiltmeter.evaluations.waiting", evaluations, EvaluationMetrics::waiting)
                .description("Evaluations that wait for a replica, over all replicas")
                .register(meters);
        Gauge.builder("tiltmeter.evaluation.streams", followers, AtomicInteger::get)
                .description("Clients that follow evaluations by server-sent events")
                .register(meters);
        duplicates = Counter.builder("tiltmeter.duplicate.events")
                .description("Events that brought nothing new")
                .tag("topic", EventTypes.CHECKPOINT_READY.topic())
                .register(meters);
        for (SuiteKind kind : SuiteKind.values()) {
            lag(kind);
            duration(kind);
            items(kind);
            failures(kind);
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

    /** A client began to follow. */
    public void followed() {
        followers.incrementAndGet();
    }

    /** A client went away. */
    public void left() {
        followers.decrementAndGet();
    }

    /** A requested evaluation was begun for the first time: the lag is measured from the complete checkpoint on. */
    void began(RequestedEvaluation requested, Instant startedAt) {
        lag(requested.task().suite().kind()).record(Duration.between(requested.checkpointSavedAt(), startedAt));
    }

    /** A checkpoint was published again, with nothing new. */
    void duplicate() {
        duplicates.increment();
    }

    /** An evaluation was stored. */
    void evaluated(EvaluationTask task, int itemCount, Duration took) {
        duration(task.suite().kind()).record(took);
        items(task.suite().kind()).increment(itemCount);
    }

    /** An evaluation was given up. */
    void failed(EvaluationTask task) {
        failures(task.suite().kind()).increment();
    }

    private Timer lag(SuiteKind kind) {
        return timer(
                "tiltmeter.evaluation.lag", "From the saved checkpoint to the start of its evaluation", LAGS, kind);
    }

    private Timer duration(SuiteKind kind) {
        return timer("tiltmeter.evaluation.duration", "Of an evaluation that was stored", DURATIONS, kind);
    }

    private Counter items(SuiteKind kind) {
        return counter("tiltmeter.scored.items", "Items of evaluations that were stored", kind);
    }

    private Counter failures(SuiteKind kind) {
        return counter("tiltmeter.evaluations.failed", "Evaluations given up", kind);
    }

    private Timer timer(String name, String description, Duration[] limits, SuiteKind kind) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(limits)
                .tag("kind", label(kind))
                .register(meters);
    }

    private Counter counter(String name, String description, SuiteKind kind) {
        return Counter.builder(name)
                .description(description)
                .tag("kind", label(kind))
                .register(meters);
    }

    private static String label(SuiteKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double waiting(EvaluationRepository evaluations) {
        return evaluations.count(Optional.empty()).getOrDefault(Status.READY, 0L);
    }
}
