package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The directories that checkpoints are read from, once a process. */
@Singleton
public class CheckpointBeans {
    @Produces
    @Singleton
    public CheckpointDirectories directories(CheckpointConfig config) {
        return new CheckpointDirectories(config.directories());
    }
}
