package io.tiltmeter.servicekit.artifact;

import java.io.IOException;

/** A stored file is missing or is not what its reference says. */
public final class ArtifactDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    public ArtifactDamaged(String message) {
        super(message);
    }
}
