package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.persistence.CheckpointRepository;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the checkpoint that a request names as {@code run:<run id>} or {@code run:<run id>@<step>}. */
@Singleton
public class Checkpoints {
    private static final int RUNS_TO_SUGGEST = 20;

    private final Transactions transactions;
    private final CheckpointRepository checkpoints;

    public Checkpoints(Transactions transactions, CheckpointRepository checkpoints) {
        this.transactions = transactions;
        this.checkpoints = checkpoints;
    }

    /**
     * The checkpoint: without a step the last one of a run that is through.
     *
     * @param name of the form that the schema asks for
     * @param faults gets what is wrong, if there is none
     */
    public Optional<StoredCheckpoint> find(String field, String name, List<Fault> faults) {
        int at = name.indexOf('@');
        String runId = name.substring(StoredCheckpoint.PREFIX.length(), at < 0 ? name.length() : at);
        OptionalInt step = at < 0 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(name.substring(at + 1)));
        return transactions.run(handle -> {
            Optional<StoredCheckpoint> found = checkpoints.find(handle, runId, step);
            if (found.isEmpty()) {
                List<Integer> steps = checkpoints.steps(handle, runId);
                faults.add(
                        steps.isEmpty()
                                ? new Fault(
                                        field,
                                        name,
                                        "no checkpoint of this run was announced; runs are "
                                                + checkpoints.runs(handle, RUNS_TO_SUGGEST),
                                        "send the run to the trainer-service first, or name another")
                                : new Fault(
                                        field, name, "the run has no checkpoint at this step", "send one of " + steps));
                return Optional.empty();
            }
            if (step.isEmpty() && found.get().step() < found.get().totalSteps()) {
                faults.add(new Fault(
                        field,
                        name,
                        "the run is at step " + found.get().step() + " of "
                                + found.get().totalSteps(),
                        "wait until it is through, or send " + found.get().name()));
                return Optional.empty();
            }
            return found;
        });
    }
}
