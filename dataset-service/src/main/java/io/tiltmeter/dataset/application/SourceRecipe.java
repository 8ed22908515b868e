package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.source.SourceShape;
import io.tiltmeter.dataset.source.SourceVersion;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What a source is made from.
 *
 * @param name that it is a version of
 * @param from how the file came: {@code upload}, or {@code path} or {@code url} with where from
 * @param file as it came; what was sent or fetched is removed when the source is ready
 * @param tokenizer the checkpoint whose tokenizer counts tokens, if they are wanted
 * @param template how rows are rendered for that
 * @param columns other names for the file's columns, as {@link ColumnMapping} reads them; empty if there are none
 */
public record SourceRecipe(
        String name,
        String from,
        ArtifactRef file,
        Optional<StoredCheckpoint> tokenizer,
        String template,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String columns) {
    public SourceRecipe {
        columns = columns == null ? "" : columns;
        Id.checked("source name", name);
    }

    /** What evaluators measure of the source once it is ready, if anything. */
    Optional<MeasurementRequest> measurement(String sourceId, String rowsSha256) {
        return tokenizer.map(model -> new MeasurementRequest(Measure.TOKENS, model, sourceId, rowsSha256, template));
    }

    /** The names of the file's columns. */
    ColumnMapping mapping() {
        return ColumnMapping.parse(columns, SourceShape.columns(), new ArrayList<>());
    }

    /** The same file with the same names has the same one, however it came. */
    String sha256() {
        return Sha256.of(
                "source " + SourceVersion.FORM + "\n" + file.sha256() + (columns.isEmpty() ? "" : "\n" + columns));
    }
}
