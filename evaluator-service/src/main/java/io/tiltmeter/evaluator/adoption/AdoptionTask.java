package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.evaluator.adoption.AdoptionPlan.FoundCheckpoint;
import java.util.Optional;

/**
 * One checkpoint to be adopted: put into the artifact store and published.
 *
 * @param folder its {@link LocatedFolder#name}
 * @param base that of the whole model before finetuning
 * @param epochs passes over the training set; to be read from the folder if empty
 * @param lossNats the newest logged loss; to be read from the folder if empty
 * @param kept what is put into the artifact store; empty in tasks of earlier versions, which copied
 */
public record AdoptionTask(
        String runId,
        int step,
        String folder,
        Optional<String> base,
        Optional<Double> epochs,
        Optional<Double> lossNats,
        Optional<Storage> kept) {

    public static AdoptionTask of(String runId, FoundCheckpoint found, Optional<String> base, Storage storage) {
        return new AdoptionTask(
                runId,
                found.step(),
                found.folder().name(),
                base,
                found.epochs(),
                found.lossNats(),
                Optional.of(storage));
    }

    public Storage storage() {
        return kept.orElse(Storage.COPY);
    }

    /** Run and step: the same checkpoint has the same id, however often a hook sends it. */
    public String id() {
        return id(runId, step);
    }

    public static String id(String runId, int step) {
        return prefix(runId) + step;
    }

    /** What the ids of a run's tasks begin with. */
    public static String prefix(String runId) {
        return "adoption/" + runId + "/";
    }

    /** Whether it is the run's base, as step 0. */
    public boolean namesTheBase() {
        return step == 0 && base.isPresent() && base.get().equals(folder);
    }

    /** The run's steps, as far as is known now, with those in a file that could not be read before. */
    public int totalSteps(AdoptedRun run, TrainerState state) {
        return run.totalSteps(step, epochs.isPresent() ? 0 : state.maxSteps().orElse(0));
    }

    /** The same with what its folder states of what is missing, if it states anything. */
    public AdoptionTask completed(TrainerState state) {
        return new AdoptionTask(runId, step, folder, base, epochs.or(state::epoch), lossNats.or(state::lossNats), kept);
    }
}
