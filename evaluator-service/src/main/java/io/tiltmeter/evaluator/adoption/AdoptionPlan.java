package io.tiltmeter.evaluator.adoption;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a request comes to.
 *
 * @param outputDirectory the trainer's output directory: a hook's run is found by it
 * @param base the whole model that the run began with, if known
 * @param checkpoints by ascending step, the base among them where it is step 0; may be empty for a run that is only
 *     registered
 * @param totalSteps optimizer steps planned, or the highest step known
 * @param lastStep the step at which the run ends: that of its last checkpoint, or the stated number of steps
 * @param ending whether more steps may follow
 * @param storage what the artifact store will hold of each folder
 * @param settings what is known of the run, by the names of a run's request
 * @param notes what the sender should know of it
 */
public record AdoptionPlan(
        Path outputDirectory,
        Optional<LocatedFolder> base,
        List<FoundCheckpoint> checkpoints,
        int totalSteps,
        Optional<Integer> lastStep,
        Ending ending,
        Storage storage,
        Map<String, Object> settings,
        List<String> notes) {
    /** Whether more steps may follow. */
    public enum Ending {
        /** The last checkpoint is there. */
        SEEN,
        UNSEEN
    }

    public AdoptionPlan {
        checkpoints = List.copyOf(checkpoints);
        settings = Map.copyOf(settings);
        notes = List.copyOf(notes);
    }

    /** The same with further notes. */
    public AdoptionPlan noting(List<String> further) {
        return new AdoptionPlan(
                outputDirectory,
                base,
                checkpoints,
                totalSteps,
                lastStep,
                ending,
                storage,
                settings,
                Stream.concat(notes.stream(), further.stream()).toList());
    }

    /** Of the checkpoints; 0 if there are none. */
    public int highestStep() {
        return checkpoints.stream().mapToInt(FoundCheckpoint::step).max().orElse(0);
    }

    /**
     * A checkpoint from elsewhere and its step in the run.
     *
     * @param step optimizer steps taken
     * @param epochs passes over the training set, if known
     * @param lossNats the newest logged training loss, if known
     */
    public record FoundCheckpoint(int step, LocatedFolder folder, Optional<Double> epochs, Optional<Double> lossNats) {}
}
