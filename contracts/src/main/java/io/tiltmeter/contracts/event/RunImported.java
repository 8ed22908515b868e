package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import java.time.Instant;
import java.util.Optional;

/**
 * A person brought results from elsewhere into a run. Key: the run id. Identity: run id and part; the part that was
 * imported last replaces all earlier ones.
 *
 * @param runId the run; it is created if no event of it is known
 * @param runName its short name, if the person gave one
 * @param part what of the run the file is the whole of: of a curve and of labels their suite's short name
 * @param format what the file's lines are
 * @param suite the short name of the knowledge-conflict suite; absent where only standard benchmarks were brought
 * @param file what was brought, in the form of this system: the same results give the same bytes
 * @param source the file as it was sent
 * @param sourceName what that is called; blank if nobody said
 * @param model the model's name; blank if nobody said
 * @param lastStep the highest step in it
 * @param importedAt when; of two imports of one number the later counts
 * @param sameItems of a curve, whether the user says that every checkpoint answered the same items; absent if nothing was said
 */
public record RunImported(
        String runId,
        Optional<String> runName,
        String part,
        Format format,
        Optional<String> suite,
        ArtifactRef file,
        ArtifactRef source,
        String sourceName,
        String model,
        int lastStep,
        Instant importedAt,
        Optional<Boolean> sameItems) {
    /** What the lines of a file are. */
    public enum Format {
        /** CSV, one line a checkpoint: accuracies, and how many items they are of. */
        @JsonProperty("curve")
        CURVE,
        /** CSV, one line an item and checkpoint: whose answer it got. */
        @JsonProperty("labels")
        LABELS,
        /** JSON lines, one a benchmark and checkpoint: its numbers, as lm-evaluation-harness names them. */
        @JsonProperty("scores")
        SCORES
    }

    public RunImported {
        Id.checked("run id", runId);
        runName = runName == null ? Optional.empty() : runName;
        suite = suite == null ? Optional.empty() : suite;
        sameItems = sameItems == null ? Optional.empty() : sameItems;
        if (lastStep < 0) {
            throw new IllegalArgumentException("last step " + lastStep + " of " + runId + " is negative");
        }
    }
}
