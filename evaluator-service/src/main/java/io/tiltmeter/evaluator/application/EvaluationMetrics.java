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
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What Prometheus sees of evaluations, from the first scrape on. Label: the suite's kind; never a task, run or item. */
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

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger followers = new AtomicInteger();
    private final Map<SuiteKind, Timer> lags = new EnumMap<>(SuiteKind.class);
    private final Map<SuiteKind, Timer> durations = new EnumMap<>(SuiteKind.class);
    private final Map<SuiteKind, Counter> items = new EnumMap<>(SuiteKind.class);
    private final Map<SuiteKind, Counter> failures = new EnumMap<>(SuiteKind.class);
    private final Counter duplicates;

    public EvaluationMetrics(MeterRegistry meters, EvaluationRepository table) {
        Gauge.builder("tiltmeter.evaluations.in.flight", inFlight, AtomicInteger::get)
                .description("Evaluations that this replica is working on")
                .register(meters);
        Gauge.builder("tiltmeter.evaluations.waiting", table, EvaluationMetrics::waiting)
                .description("Evaluations that wait for a replica, over all replicas")
                .register(meters);
        Gauge.builder("tiltmeter.evaluation.streams", followers, AtomicInteger::get)
                .description("Clients that follow evaluations by server-sent events")
                .register(meters);
        duplicates = Counter.builder("tiltmeter.duplicate.events")
                .description("PublishedCheckpoints that said nothing new")
                .tag("topic", EventTypes.CHECKPOINT_READY.topic())
                .register(meters);
        for (SuiteKind kind : SuiteKind.values()) {
            lags.put(
                    kind,
                    timer("tiltmeter.evaluation.lag", "From the saved checkpoint to the start of its evaluation", LAGS)
                            .tag("kind", label(kind))
                            .register(meters));
            durations.put(
                    kind,
                    timer("tiltmeter.evaluation.duration", "Of an evaluation that was stored", DURATIONS)
                            .tag("kind", label(kind))
                            .register(meters));
            items.put(kind, counter("tiltmeter.scored.items", "Items of evaluations that were stored", kind, meters));
            failures.put(kind, counter("tiltmeter.evaluations.failed", "Evaluations given up", kind, meters));
        }
    }

    /** An attempt began. */
    void started() {
        inFlight.incrementAndGet();
    }

    /** A client began to follow. */
    public void followed() {
        followers.incrementAndGet();
    }

    /** A client went away. */
    public void left() {
        followers.decrementAndGet();
    }

    /** What a run wanted to know was begun for the first time: the lag is taken from the whole checkpoint on. */
    void began(RequestedEvaluation requested, Instant startedAt) {
        lags.get(requested.task().suite().kind()).record(Duration.between(requested.checkpointSavedAt(), startedAt));
    }

    /** A checkpoint was announced again, with nothing new. */
    void duplicate() {
        duplicates.increment();
    }

    /** An attempt ended, well or not. */
    void ended() {
        inFlight.decrementAndGet();
    }

    /** An evaluation was stored. */
    void evaluated(EvaluationTask task, int itemCount, Duration took) {
        durations.get(task.suite().kind()).record(took);
        items.get(task.suite().kind()).increment(itemCount);
    }

    /** An evaluation was given up. */
    void failed(EvaluationTask task) {
        failures.get(task.suite().kind()).increment();
    }

    private static Timer.Builder timer(String name, String description, Duration[] limits) {
        return Timer.builder(name).description(description).serviceLevelObjectives(limits);
    }

    private static Counter counter(String name, String description, SuiteKind kind, MeterRegistry meters) {
        return Counter.builder(name)
                .description(description)
                .tag("kind", label(kind))
                .register(meters);
    }

    private static String label(SuiteKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double waiting(EvaluationRepository table) {
        return table.count(Optional.empty()).getOrDefault(Status.READY, 0L);
    }
}
