package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The status of a run from elsewhere, by those of its checkpoints that are here.
 *
 * @param checkpoints all that are known, in any order
 */
public record AdoptedRunStatus(AdoptedRun run, List<Checkpoint> checkpoints) {
    private static final int MAX_REASONS = 3;

    /** How far a checkpoint is. */
    public enum Stage {
        QUEUED,
        ADOPTED,
        GIVEN_UP
    }

    /**
     * One checkpoint.
     *
     * @param reason why it was given up
     */
    public record Checkpoint(
            int step, Stage stage, Optional<Double> epochs, Optional<Double> lossNats, Optional<String> reason) {}

    public AdoptedRunStatus {
        checkpoints = checkpoints.stream()
                .sorted(Comparator.comparingInt(Checkpoint::step))
                .toList();
    }

    /** Completed once the last known step is here and nothing is open; failed if nothing could be adopted. */
    public RunStatus status() {
        if (has(Stage.QUEUED) || checkpoints.isEmpty()) {
            return RunStatus.TRAINING;
        }
        Optional<Checkpoint> newest = newest();
        if (newest.isEmpty()) {
            return RunStatus.FAILED;
        }
        return newest.get().step() >= run.totalSteps() && newest.get().step() > 0
                ? RunStatus.COMPLETED
                : RunStatus.TRAINING;
    }

    /** As an event. */
    public RunUpdated event(long revision, Instant now) {
        Optional<Checkpoint> newest = newest();
        return new RunUpdated(
                run.runId(),
                run.runId(),
                revision,
                status(),
                new RunUpdated.Progress(
                        newest.map(Checkpoint::step).orElse(0),
                        Math.max(run.totalSteps(), newest.map(Checkpoint::step).orElse(0)),
                        0,
                        newest.flatMap(Checkpoint::epochs).orElse(0.0),
                        newest.flatMap(Checkpoint::lossNats),
                        Optional.empty(),
                        Optional.empty()),
                new CheckpointPlan(checkpoints.stream().map(Checkpoint::step).toList()),
                run.suites(),
                settings(),
                reason(),
                run.createdAt(),
                now);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(run.settings());
        settings.put("run_name", run.runId());
        settings.put("template", run.template());
        settings.put(
                "suites", run.suites().stream().map(suite -> suite.suiteId()).toList());
        run.base().ifPresent(base -> settings.put("base", base));
        return settings;
    }

    private String reason() {
        List<Checkpoint> lost = checkpoints.stream()
                .filter(checkpoint -> checkpoint.stage() == Stage.GIVEN_UP)
                .toList();
        if (lost.isEmpty()) {
            return "";
        }
        String reasons = lost.stream()
                .limit(MAX_REASONS)
                .map(checkpoint ->
                        "step " + checkpoint.step() + ": " + checkpoint.reason().orElse("unsaid"))
                .collect(Collectors.joining("; "));
        return lost.size() + " of " + checkpoints.size() + " checkpoints could not be adopted: " + reasons
                + (lost.size() > MAX_REASONS ? "; ..." : "");
    }

    private Optional<Checkpoint> newest() {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.stage() == Stage.ADOPTED)
                .reduce((earlier, later) -> later);
    }

    private boolean has(Stage stage) {
        return checkpoints.stream().anyMatch(checkpoint -> checkpoint.stage() == stage);
    }
}
