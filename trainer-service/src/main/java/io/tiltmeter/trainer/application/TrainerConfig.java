package io.tiltmeter.trainer.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the trainer beside those of every service. */
@ConfigMapping(prefix = "tiltmeter.trainer")
public interface TrainerConfig {
    /** Holds the Hugging Face folders that runs may start from. */
    @WithDefault("tiltmeter-data/models")
    Path modelsDirectory();

    /** How often a training run publishes its progress. */
    @WithDefault("1s")
    Duration reportEvery();

    /** The period over which tokens per second are measured. */
    @WithDefault("10s")
    Duration paceWindow();

    /** How long no run must have been there before the memory that training has freed is returned to the system. */
    @WithDefault("10s")
    Duration returnMemoryAfter();
}
