package io.tiltmeter.trainer.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What the trainer is told beyond what every service is. */
@ConfigMapping(prefix = "tiltmeter.trainer")
public interface TrainerConfig {
    /** Hugging Face folders that runs may start from lie below. */
    @WithDefault("tiltmeter-data/models")
    Path modelsDirectory();

    /** How often a training run tells where it stands. */
    @WithDefault("1s")
    Duration reportEvery();

    /** How far back tokens per second look. */
    @WithDefault("10s")
    Duration paceWindow();

    /**
     * How long a request waits for the news of a mixture or suite that was posted a moment ago; just after a start the
     * first news takes some seconds, until the consumers have their partitions.
     */
    @WithDefault("10s")
    Duration newsPatience();
}
