package io.tiltmeter.evaluator.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.servicekit.persistence.DatabaseGauges;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

    private final MeterProvider<Timer> lag;
    private final MeterProvider<Timer> duration;
    private final MeterProvider<Counter> items;
    private final MeterProvider<Counter> failures;
    private final Counter duplicates;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger followers = new AtomicInteger();

    public EvaluationMetrics(MeterRegistry meters, EvaluationRepository evaluations, DatabaseGauges gauges) {
        Gauge.builder("tiltmeter.evaluations.in.flight", inFlight, AtomicInteger::get)
                .description("Evaluations that this replica is working on")
                .register(meters);
        gauges.show(
                "tiltmeter.evaluations.waiting",
                "Evaluations that wait for a replica, over all replicas",
                Tags.empty(),
                gauges.keep(Double.NaN, () -> (double) evaluations.waiting())::get);
        Gauge.builder("tiltmeter.evaluation.streams", followers, AtomicInteger::get)
                .description("Clients that follow evaluations by server-sent events")
                .register(meters);
        duplicates = Counter.builder("tiltmeter.duplicate.events")
                .description("Events that changed nothing, such as repeated deliveries")
                .tag("topic", EventTypes.CHECKPOINT_READY.topic())
                .register(meters);
        lag = Timer.builder("tiltmeter.evaluation.lag")
                .description("Time from the saving of a checkpoint until its evaluation starts")
                .serviceLevelObjectives(LAGS)
                .withRegistry(meters);
        duration = Timer.builder("tiltmeter.evaluation.duration")
                .description("Duration of an evaluation whose results were stored")
                .serviceLevelObjectives(DURATIONS)
                .withRegistry(meters);
        items = Counter.builder("tiltmeter.scored.items")
                .description("Items of evaluations that were stored")
                .withRegistry(meters);
        failures = Counter.builder("tiltmeter.evaluations.failed")
                .description("Evaluations that failed after the last attempt")
                .withRegistry(meters);
        for (SuiteKind kind : SuiteKind.values()) {
            Stream.of(lag, duration, items, failures).forEach(metric -> of(metric, kind));
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
        of(lag, requested.task().suite().kind()).record(Duration.between(requested.checkpointSavedAt(), startedAt));
    }

    /** A checkpoint was published again, with nothing new. */
    void duplicate() {
        duplicates.increment();
    }

    /** An evaluation was stored. */
    void evaluated(EvaluationTask task, int itemCount, Duration took) {
        of(duration, task.suite().kind()).record(took);
        of(items, task.suite().kind()).increment(itemCount);
    }

    /** An evaluation was given up. */
    void failed(EvaluationTask task) {
        of(failures, task.suite().kind()).increment();
    }

    private static <T extends Meter> T of(MeterProvider<T> metric, SuiteKind kind) {
        return metric.withTag("kind", kind.name().toLowerCase(Locale.ROOT));
    }
}
