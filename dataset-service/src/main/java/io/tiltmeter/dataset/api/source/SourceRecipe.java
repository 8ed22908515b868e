package io.tiltmeter.dataset.api.source;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.dataset.source.SourceVersion;
import io.tiltmeter.servicekit.artifact.Sha256;
import java.util.Optional;

/**
 * What a source is made from.
 *
 * @param name that it is a version of
 * @param from how the file came: {@code upload}, or {@code path} or {@code url} with where from
 * @param file as it came; what was sent or fetched is removed when the source is ready
 * @param tokenizer the checkpoint whose tokenizer counts tokens, as {@code run:<run id>@<step>}
 * @param template how rows are rendered for that
 */
record SourceRecipe(String name, String from, ArtifactRef file, Optional<String> tokenizer, Optional<String> template) {
    SourceRecipe {
        Id.checked("source name", name);
    }

    /** The same file has the same one, however it came. */
    String sha256() {
        return Sha256.of("source " + SourceVersion.FORM + "\n" + file.sha256());
    }
}
