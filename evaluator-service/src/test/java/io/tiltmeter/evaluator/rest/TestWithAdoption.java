package io.tiltmeter.evaluator.rest;

import io.tiltmeter.evaluator.adoption.TrainerFolders;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An integration test that adopts checkpoints of other trainers. */
abstract class TestWithAdoption {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.checkpoints.directories")
    Path root;

    @Inject
    ArtifactStore artifacts;

    RunsFromElsewhere runs;
    TrainerFolders folders;

    @BeforeEach
    void connect() {
        runs = new RunsFromElsewhere(bootstrapServers, artifacts);
        folders = new TrainerFolders(root);
    }

    @AfterEach
    void disconnect() {
        runs.close();
    }
}
