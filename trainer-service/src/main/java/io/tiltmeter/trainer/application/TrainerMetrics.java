package io.tiltmeter.trainer.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.persistence.DatabaseGauges;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.persistence.RunRepository;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The metrics of training. A run is a label only while it trains here. */
@Singleton
public class TrainerMetrics {
    private final MeterRegistry meters;
    private final Counter tokens;
    private final Counter steps;
    private final Timer saving;
    private final Counter savedBytes;
    private final Counter earlyStops;

    public TrainerMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.tokens = meters.counter("tiltmeter.training.tokens");
        this.steps = meters.counter("tiltmeter.training.steps");
        this.earlyStops = Counter.builder("tiltmeter.early.stops")
                .description("Runs that were stopped early by their live warning")
                .register(meters);
        this.saving = meters.timer("tiltmeter.checkpoint.save");
        this.savedBytes =
                Counter.builder("tiltmeter.checkpoint.saved").baseUnit("bytes").register(meters);
    }

    void countRuns(@Observes StartupEvent event, RunRepository runs, DatabaseGauges gauges) {
        Supplier<Map<RunStatus, Long>> totals = gauges.keep(Map.of(), () -> totals(runs));
        for (RunStatus status : RunStatus.values()) {
            gauges.show(
                    "tiltmeter.runs",
                    "Runs by status",
                    Tags.of("status", status.name().toLowerCase(Locale.ROOT)),
                    () -> totals.get().get(status));
        }
    }

    private static Map<RunStatus, Long> totals(RunRepository runs) {
        return Arrays.stream(RunStatus.values())
                .collect(Collectors.toMap(status -> status, status -> runs.total(Optional.of(status))));
    }

    void stoppedEarly() {
        earlyStops.increment();
    }

    void saved(Duration took, long bytes) {
        saving.record(took);
        savedBytes.increment(bytes);
    }

    /** Shows a run's gauges until it is closed. */
    RunGauges watch(String runId, int totalSteps) {
        return new RunGauges(runId, totalSteps);
    }

    /** The gauges of the run that trains. */
    final class RunGauges implements AutoCloseable {
        private final Tags tags;
        private final List<Meter> shown;
        private volatile StepRecord newest = new StepRecord(0, Double.NaN, Double.NaN, Double.NaN, 0);
        private volatile double tokensPerSecond = Double.NaN;

        private RunGauges(String runId, int totalSteps) {
            this.tags = Tags.of("run", runId);
            this.shown = List.of(
                    gauge("tiltmeter.training.step", gauges -> gauges.newest.step()),
                    gauge("tiltmeter.training.planned.steps", gauges -> totalSteps),
                    gauge("tiltmeter.training.loss.nats", gauges -> gauges.newest.lossNats()),
                    gauge("tiltmeter.training.learning.rate", gauges -> gauges.newest.learningRate()),
                    gauge("tiltmeter.training.gradient.norm", gauges -> gauges.newest.gradientNorm()),
                    gauge("tiltmeter.training.tokens.per.second", gauges -> gauges.tokensPerSecond));
        }

        void stepTaken(StepRecord step, double pace) {
            newest = step;
            tokensPerSecond = pace;
            tokens.increment(step.tokens());
            steps.increment();
        }

        private Meter gauge(String name, ToDoubleFunction<RunGauges> value) {
            return Gauge.builder(name, this, value).tags(tags).register(meters);
        }

        @Override
        public void close() {
            shown.forEach(meters::remove);
        }
    }
}
