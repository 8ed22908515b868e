package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A mixture lies in the artifact store, whole. Key: the mixture id.
 *
 * @param mixtureId the mixture
 * @param template the prompt template its examples are rendered with, such as {@code lab} or {@code plain}
 * @param examples JSON lines of {@link io.tiltmeter.contracts.example.TrainingExample}, in no particular order
 * @param exampleCount how many lines
 * @param classCounts examples of each class, by the class's name
 * @param tokenizer the {@code tokenizer.json} that covers it, where the mixture brings one
 * @param recipeSha256 hash of the effective recipe: the same recipe gives the same bytes
 * @param readyAt when
 */
public record MixtureReady(
        String mixtureId,
        String template,
        ArtifactRef examples,
        long exampleCount,
        Map<String, Long> classCounts,
        Optional<ArtifactRef> tokenizer,
        String recipeSha256,
        Instant readyAt) {
    public MixtureReady {
        Id.checked("mixture id", mixtureId);
        classCounts = Map.copyOf(classCounts);
    }
}
