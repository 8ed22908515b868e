package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.source.SourceVersion;
import java.util.Optional;

/**
 * What a source is made from.
 *
 * @param name that it is a version of
 * @param from how the file came: {@code upload}, or {@code path} or {@code url} with where from
 * @param file as it came; what was sent or fetched is removed when the source is ready
 * @param tokenizer the checkpoint whose tokenizer counts tokens, if they are wanted
 * @param template how rows are rendered for that
 */
public record SourceRecipe(
        String name, String from, ArtifactRef file, Optional<StoredCheckpoint> tokenizer, String template) {
    public SourceRecipe {
        Id.checked("source name", name);
    }

    /** What evaluators measure of the source once it is ready, if anything. */
    Optional<MeasurementRequest> measurement(String sourceId, String rowsSha256) {
        return tokenizer.map(model -> new MeasurementRequest(Measure.TOKENS, model, sourceId, rowsSha256, template));
    }

    /** The same file has the same one, however it came. */
    String sha256() {
        return Sha256.of("source " + SourceVersion.FORM + "\n" + file.sha256());
    }
}
