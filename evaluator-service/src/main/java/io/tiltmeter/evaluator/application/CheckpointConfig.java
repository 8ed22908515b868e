package io.tiltmeter.evaluator.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where checkpoints from elsewhere are read. */
@ConfigMapping(prefix = "tiltmeter.checkpoints")
public interface CheckpointConfig {
    /** Checkpoints are read from below these directories, and from nowhere else. Every replica must see them. */
    @WithDefault("models")
    List<Path> directories();

    /** How long a request waits for the event of a suite that was made a moment ago. */
    @WithDefault("3s")
    Duration suiteTimeout();
}
