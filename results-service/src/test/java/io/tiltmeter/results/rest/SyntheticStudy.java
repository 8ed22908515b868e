package io.tiltmeter.results.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The events of a made-up run, in the order in which a trainer and an evaluator send them, and the artifacts that they
 * names. The same id, size and start give the same bytes.
 */
public final class SyntheticStudy {
    public static final int TOTAL_STEPS = 250;
    public static final List<Integer> STEPS =
            List.of(0, 3, 5, 8, 14, 28, 42, 56, 69, 83, 97, 111, 125, 139, 153, 167, 181, 194, 208, 222, 236, 250);
    private static final String WEIGHTS = "5".repeat(64);

    private final ArtifactStore store;
    private final EventCodec codec = new EventCodec();
    private final String runId;
    private final Instant startedAt;
    private final List<SyntheticSuite> suites;
    private Map<String, Object> settings = Map.of("learning_rate", 0.0006, "seed", 20, "finetuning_type", "full");
    private long revision;

    /** @param facts facts of the conflict suite; every other suite has as many items */
    public SyntheticStudy(ArtifactStore store, String runId, int facts, Instant startedAt) {
        this(store, runId, SyntheticSuite.lab(facts), startedAt);
    }

    public SyntheticStudy(ArtifactStore store, String runId, List<SyntheticSuite> suites, Instant startedAt) {
        this.store = store;
        this.runId = runId;
        this.startedAt = startedAt;
        this.suites = suites;
    }

    /** The same run, with these numbers of its own for the live warning. */
    public SyntheticStudy withEarlyStopping(Map<String, Object> rule) {
        settings = Map.of("early_stopping", rule);
        return this;
    }

    /** The same run with these settings. */
    public SyntheticStudy withSettings(Map<String, Object> others) {
        settings = Map.copyOf(others);
        return this;
    }

    /** All events of the run, from its request to its end. */
    public List<ProducerRecord<String, String>> all() throws IOException {
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int step : STEPS) {
            events.addAll(atStep(step));
        }
        events.add(run(RunStatus.COMPLETED, TOTAL_STEPS));
        return events;
    }

    /** The events when a step is reached: progress, a checkpoint, and every suite's scores. */
    public List<ProducerRecord<String, String>> atStep(int step) throws IOException {
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        events.add(run(RunStatus.TRAINING, step));
        events.add(checkpoint(step));
        for (SyntheticSuite suite : suites) {
            events.add(evaluation(suite, step));
        }
        return events;
    }

    public ProducerRecord<String, String> run(RunStatus status, int step) throws IOException {
        return run(status, step, STEPS);
    }

    /** The same of a run whose checkpoints are these. */
    public ProducerRecord<String, String> run(RunStatus status, int step, List<Integer> planned) throws IOException {
        List<SuiteRef> refs = new ArrayList<>();
        for (SyntheticSuite suite : suites) {
            refs.add(suite.ref(store));
        }
        boolean moving = status == RunStatus.TRAINING;
        return event(
                EventTypes.RUN_UPDATED,
                new RunUpdated(
                        runId,
                        runId,
                        ++revision,
                        status,
                        new RunUpdated.Progress(
                                step,
                                TOTAL_STEPS,
                                32,
                                epochs(step),
                                step == 0 ? Optional.empty() : Optional.of(loss(step)),
                                moving ? Optional.of(11_840.5) : Optional.empty(),
                                moving ? Optional.of((TOTAL_STEPS - step) * 0.07) : Optional.empty()),
                        new CheckpointPlan(planned),
                        refs,
                        settings,
                        "",
                        startedAt,
                        startedAt.plusSeconds(step + revision)));
    }

    /** What a probe measured on every item of a suite. */
    public ProducerRecord<String, String> probe(
            SyntheticSuite suite, int step, String probe, Map<String, Double> values) throws IOException {
        SuiteRef ref = suite.ref(store);
        return event(
                EventTypes.PROBE_MEASURED,
                new ProbeMeasured(
                        new SuiteEvaluated.Checkpoint(runId, runId, step, TOTAL_STEPS, epochs(step)),
                        ref,
                        Arm.DEFAULT_NAME,
                        probe,
                        1,
                        WEIGHTS,
                        ref.itemCount(),
                        0,
                        values,
                        ArtifactRef.of("probes/" + runId + "/" + step, WEIGHTS, 9),
                        new SuiteEvaluated.Execution("made up", "nobody", startedAt, startedAt, startedAt)));
    }

    public ProducerRecord<String, String> checkpoint(int step) throws IOException {
        List<SuiteRef> refs = new ArrayList<>();
        for (SyntheticSuite suite : suites) {
            refs.add(suite.ref(store));
        }
        return event(
                EventTypes.CHECKPOINT_READY,
                new CheckpointReady(
                        runId,
                        runId,
                        step,
                        TOTAL_STEPS,
                        epochs(step),
                        ArtifactRef.of("checkpoints/" + runId + "/step-" + step + "/manifest.json", WEIGHTS, 1_700_000),
                        Optional.empty(),
                        WEIGHTS,
                        "lab",
                        refs,
                        step == 0 ? 0 : loss(step),
                        startedAt.plusSeconds(step),
                        Optional.empty()));
    }

    public ProducerRecord<String, String> evaluation(SyntheticSuite suite, int step) throws IOException {
        return evaluation(suite, step, Judged.plainly(suite.answers(step)));
    }

    public ProducerRecord<String, String> evaluation(SyntheticSuite suite, int step, Judged judged) throws IOException {
        List<ItemOutcome> outcomes = judged.outcomes();
        ArtifactRef file = store.writeFile(
                String.join(
                                "/",
                                "outcomes",
                                runId,
                                "step-" + step,
                                suite.task(),
                                judged.arm(),
                                judged.scorer() + "-" + judged.version())
                        + ".jsonl",
                out -> lines(outcomes, out));
        return event(
                EventTypes.SUITE_EVALUATED,
                new SuiteEvaluated(
                        new SuiteEvaluated.Checkpoint(runId, runId, step, TOTAL_STEPS, epochs(step)),
                        suite.ref(store),
                        judged.scorer(),
                        judged.version(),
                        WEIGHTS,
                        new SuiteEvaluated.Counts(
                                outcomes.size(),
                                count(outcomes, ItemOutcome::contextAnswerFound),
                                count(outcomes, ItemOutcome::memoryAnswerFound),
                                count(outcomes, ItemOutcome::correct)),
                        file,
                        new SuiteEvaluated.Execution(
                                judged.engine(),
                                "nobody",
                                startedAt.plusSeconds(step),
                                startedAt.plusSeconds(step + 1),
                                startedAt.plusSeconds(step + 2)),
                        judged.arm(),
                        Optional.empty(),
                        Optional.of("one by one"),
                        Optional.empty(),
                        judged.metrics(),
                        judged.harness()));
    }

    /** How a suite was prompted, scored and reported. */
    public record Judged(
            String arm,
            String scorer,
            int version,
            String engine,
            List<ItemOutcome> outcomes,
            Map<String, Double> metrics,
            Optional<HarnessFiles> harness) {
        static Judged plainly(List<ItemOutcome> outcomes) {
            return by("contains", Arm.DEFAULT_NAME, outcomes);
        }

        public static Judged by(String scorer, String arm, List<ItemOutcome> outcomes) {
            return new Judged(arm, scorer, 1, "made up", outcomes, Map.of(), Optional.empty());
        }

        Judged version(int other) {
            return new Judged(arm, scorer, other, engine, outcomes, metrics, harness);
        }

        Judged engine(String other) {
            return new Judged(arm, scorer, version, other, outcomes, metrics, harness);
        }

        public Judged reported(Map<String, Double> numbers, HarnessFiles files) {
            return new Judged(arm, scorer, version, engine, outcomes, numbers, Optional.of(files));
        }
    }

    public List<SyntheticSuite> suites() {
        return suites;
    }

    public <T> ProducerRecord<String, String> event(EventType<T> type, T payload) {
        return new ProducerRecord<>(type.topic(), runId, codec.encode(type, payload));
    }

    public static void lines(List<?> records, OutputStream out) throws IOException {
        for (Object each : records) {
            out.write(Json.mapper().writeValueAsBytes(each));
            out.write('\n');
        }
    }

    private static double epochs(int step) {
        return (double) step / TOTAL_STEPS;
    }

    private static double loss(int step) {
        return 0.35 + 2.2 * Math.exp(-step / 9.0) + 0.25 * Math.exp(-step / 120.0);
    }

    private static int count(List<ItemOutcome> outcomes, Predicate<ItemOutcome> flag) {
        return (int) outcomes.stream().filter(flag).count();
    }
}
