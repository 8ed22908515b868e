package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import java.util.Optional;

/**
 * A mixture that is ready.
 *
 * @param event the news of it
 * @param report what its filters and its augmentation did, as JSON; empty for a mixture of the lab world
 */
public record BuiltMixture(MixtureReady event, Optional<ArtifactRef> report) {}
