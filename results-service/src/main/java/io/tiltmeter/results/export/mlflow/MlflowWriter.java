package io.tiltmeter.results.export.mlflow;

import io.tiltmeter.results.export.mlflow.MlflowApi.RunUpdate;
import io.tiltmeter.results.export.mlflow.MlflowRun.LogBatch;
import io.tiltmeter.results.export.mlflow.MlflowRun.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes to one run of an MLflow server within the lengths and sizes that the server takes, which differ by its version and
 * are not asked for: what it refuses is sent shorter or in parts. A run that cannot be written whole is ended.
 */
final class MlflowWriter {
    /** Whether the run was there before this export. */
    enum Origin {
        CREATED,
        EXISTING
    }

    private final MlflowClient client;
    private final String mlflowId;
    private final MlflowRun run;
    private final Origin origin;
    private final SortedSet<String> shortened;
    private int paramLength;
    private int batches;

    MlflowWriter(MlflowClient client, String mlflowId, MlflowRun run, Origin origin) {
        this.client = client;
        this.mlflowId = mlflowId;
        this.run = run;
        this.origin = origin;
        this.shortened = new TreeSet<>(run.shortened());
    }

    /** Batches that were accepted. */
    int batches() {
        return batches;
    }

    /** Notes a param that an earlier export cut. */
    void shortened(String key) {
        shortened.add(key);
    }

    List<String> shortened() {
        return List.copyOf(shortened);
    }

    /** @throws MlflowException if it is refused however short it is */
    void write(LogBatch batch) {
        int longest = MlflowRun.PARAM_LENGTHS.get(paramLength);
        LogBatch fitting = batch.withParamsWithin(longest);
        try {
            client.call(api -> api.logBatch(fitting));
        } catch (MlflowException refused) {
            if (refused.isTooLarge() && batch.count() > 1) {
                batch.halves().stream().filter(half -> half.count() > 0).forEach(this::write);
                return;
            }
            if (refused.isInvalidValue() && paramLength + 1 < MlflowRun.PARAM_LENGTHS.size()) {
                int shorter = MlflowRun.PARAM_LENGTHS.get(paramLength + 1);
                if (fitting.params().stream().anyMatch(param -> param.value().length() > shorter)) {
                    paramLength++;
                    write(batch);
                    return;
                }
            }
            throw refused;
        }
        batches++;
        batch.params().stream()
                .filter(param -> param.value().length() > longest)
                .map(Named::key)
                .forEach(shortened::add);
    }

    /** Gives the run the status that it has here. */
    void finish() {
        boolean isOver = !run.status().equals("RUNNING");
        client.call(api -> api.updateRun(update(run.status(), isOver)));
    }

    /**
     * Ends the run of a failed export, so that none is left that seems to be running: one that this export created and
     * that holds nothing is deleted, one that holds a part ends as FAILED, and one that was not written to stays as it is.
     *
     * @return the failure, with what became of the run
     */
    MlflowException failed(MlflowException failure) {
        String name = "The MLflow run " + mlflowId;
        if (batches == 0 && origin == Origin.EXISTING) {
            return failure.withOutcome(name + " of an earlier export is as it was");
        }
        if (batches == 0 && client.lastCall(api -> api.deleteRun(Map.of("run_id", mlflowId)))) {
            return failure.withOutcome(name + ", which was created for it, was deleted");
        }
        return client.lastCall(api -> api.updateRun(update("FAILED", true)))
                ? failure.withOutcome(name + " holds a part and ended as FAILED; sent again, it is completed")
                : failure.withOutcome(
                        name + " could not be ended and may be shown as RUNNING; sent again, it is completed");
    }

    private RunUpdate update(String status, boolean isOver) {
        return new RunUpdate(mlflowId, run.runName(), status, isOver ? Optional.of(run.endMillis()) : Optional.empty());
    }
}
