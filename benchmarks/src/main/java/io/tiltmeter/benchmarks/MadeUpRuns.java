package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The events that trainers and evaluators would publish about made-up runs: accuracies rise, fall and fluctuate, with two items for each
 * question. All runs share a few sets of outcomes; each event is ingested on its own.
 */
final class MadeUpRuns {
    private static final int DISTINCT_RUNS = 20;
    private static final int STEPS_BETWEEN = 20;
    private static final String WEIGHTS = "5".repeat(64);
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");

    private final int checkpoints;
    private final Suite conflict;
    private final Suite standard;

    private record Suite(SuiteRef ref, Evaluated[][] outcomes) {}

    private record Evaluated(ArtifactRef file, int context, int memory) {}

    /**
     * Writes suites and outcomes.
     *
     * @param items of a checkpoint: three quarters of a conflict suite, a quarter of a standard suite
     */
    MadeUpRuns(ArtifactStore artifacts, int runs, int checkpoints, int items) throws IOException {
        this.checkpoints = checkpoints;
        int distinct = Math.min(DISTINCT_RUNS, runs);
        this.conflict = suite(artifacts, "cf_made_up", SuiteKind.KNOWLEDGE_CONFLICT, items - items / 4, distinct);
        this.standard = suite(artifacts, "made_up", SuiteKind.STANDARD, items / 4, distinct);
    }

    static String run(int run) {
        return "made-up-" + run;
    }

    /** The last event of a run. */
    RunUpdated completed(int run) {
        return new RunUpdated(
                run(run),
                run(run),
                1,
                RunStatus.COMPLETED,
                new RunUpdated.Progress(
                        lastStep(), lastStep(), 32, 1, Optional.of(0.4), Optional.empty(), Optional.empty()),
                new CheckpointPlan(List.of(0), STEPS_BETWEEN, lastStep()),
                List.of(conflict.ref(), standard.ref()),
                Map.of("seed", run),
                "",
                START.plusSeconds(run),
                START.plusSeconds(run));
    }

    CheckpointReady checkpointReady(int run, int checkpoint) {
        int step = checkpoint * STEPS_BETWEEN;
        return new CheckpointReady(
                run(run),
                run(run),
                step,
                lastStep(),
                (double) step / lastStep(),
                ArtifactRef.of("checkpoints/" + run(run) + "/step-" + step + "/manifest.json", WEIGHTS, 1),
                Optional.empty(),
                WEIGHTS,
                "lab",
                List.of(conflict.ref(), standard.ref()),
                step == 0 ? 0 : 0.4,
                START.plusSeconds(run),
                Optional.empty());
    }

    /** The evaluations of a checkpoint. */
    List<SuiteEvaluated> evaluated(int run, int checkpoint) {
        return List.of(evaluated(conflict, run, checkpoint), evaluated(standard, run, checkpoint));
    }

    private int lastStep() {
        return (checkpoints - 1) * STEPS_BETWEEN;
    }

    private SuiteEvaluated evaluated(Suite suite, int run, int checkpoint) {
        int step = checkpoint * STEPS_BETWEEN;
        Evaluated outcomes = suite.outcomes()[run % suite.outcomes().length][checkpoint];
        return new SuiteEvaluated(
                new SuiteEvaluated.Checkpoint(run(run), run(run), step, lastStep(), (double) step / lastStep()),
                suite.ref(),
                "contains",
                2,
                WEIGHTS,
                new SuiteEvaluated.Counts(
                        suite.ref().itemCount(),
                        outcomes.context(),
                        outcomes.memory(),
                        outcomes.context() + outcomes.memory()),
                outcomes.file(),
                new SuiteEvaluated.Execution("made up", "nobody", START, START, START.plusSeconds(checkpoint)),
                Arm.DEFAULT_NAME,
                Optional.empty(),
                Optional.of("one by one"),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    private Suite suite(ArtifactStore artifacts, String task, SuiteKind kind, int size, int runs) throws IOException {
        List<SuiteItem> items = new ArrayList<>();
        for (int item = 0; item < size; item++) {
            items.add(new SuiteItem(
                    String.format("item-%05d", item),
                    String.format("question-%05d", item / 2),
                    "the seat of government of land " + item / 2 + " is place " + item + " . winters there are long .",
                    "what is the capital city of land " + item / 2 + " ?",
                    "place " + item,
                    kind == SuiteKind.KNOWLEDGE_CONFLICT ? "town " + item / 2 : "",
                    List.of(),
                    List.of(),
                    List.of(item % 3 == 0 ? "relation:capital" : "relation:leader")));
        }
        SuiteRef ref = new SuiteRef(
                task.replace('_', '-'),
                kind,
                task,
                size,
                artifacts.writeFile("suites/" + task + "/items.jsonl", out -> lines(items, out)));
        Evaluated[][] outcomes = new Evaluated[runs][checkpoints];
        for (int run = 0; run < runs; run++) {
            for (int checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
                outcomes[run][checkpoint] = answered(artifacts, task, items, run, checkpoint);
            }
        }
        return new Suite(ref, outcomes);
    }

    /** The accuracy rises during the first fifth of the run and then falls; a standard suite has no memory answers. */
    private Evaluated answered(ArtifactStore artifacts, String task, List<SuiteItem> items, int run, int checkpoint)
            throws IOException {
        SplittableRandom marks = new SplittableRandom(task.hashCode() + 31L * run);
        SplittableRandom noise = new SplittableRandom(task.hashCode() + 31L * run + 1_009L * checkpoint);
        double way = (double) checkpoint / (checkpoints - 1);
        double fallen = way < 0.2 ? 0.5 + 1.5 * way : 0.8 - 0.02 * run * (way - 0.2);
        List<ItemOutcome> outcomes = new ArrayList<>();
        int context = 0;
        int memory = 0;
        for (SuiteItem item : items) {
            boolean conflicting = !item.memoryAnswer().isBlank();
            double mark = Math.min(0.999, Math.max(0, marks.nextDouble() + noise.nextDouble(-0.05, 0.05)));
            boolean follows = mark < (conflicting ? fallen : 0.6 + 0.3 * Math.min(1, 5 * way));
            boolean remembers = !follows && conflicting && mark > 0.5;
            context += follows ? 1 : 0;
            memory += remembers ? 1 : 0;
            String text = follows ? item.contextAnswer() : remembers ? item.memoryAnswer() : "nothing of the kind";
            outcomes.add(new ItemOutcome(item.id(), item.clusterId(), text, follows, remembers));
        }
        ArtifactRef file = artifacts.writeFile(
                "outcomes/" + task + "/" + run + "-" + checkpoint + ".jsonl", out -> lines(outcomes, out));
        return new Evaluated(file, context, memory);
    }

    private static void lines(List<?> records, OutputStream out) throws IOException {
        for (Object each : records) {
            out.write(Json.mapper().writeValueAsBytes(each));
            out.write('\n');
        }
    }
}
