package io.tiltmeter.dataset.application;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.WorkDispatcher;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.Worker;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process ends while it builds a dataset: the next one completes the dataset. */
@QuarkusTest
@TestProfile(WithoutWorkers.class)
class InterruptedBuildIT extends TestWithBroker {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path directory;

    @Inject
    ArtifactStore artifacts;

    @Inject
    PatientTransactions transactions;

    @Inject
    DatasetRepository datasets;

    @Inject
    DatasetService service;

    @Inject
    WorkRepository work;

    @Inject
    WorkDispatcher handlers;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WITHIN_SOURCE")
    void theNextProcessPublishesTheMixtureOnceWithTheSameBytes(HaltingStore.Point point) throws Exception {
        String id = "interrupted-" + point.ordinal();
        MixtureRequest.Lab request = request(id);
        service.accept(MixtureService.requested(request));
        halt(point);
        assertEquals("building", status(id));
        complete(() -> status(id).equals("ready"));

        MixtureReady ready = published(id);
        ArtifactStore undisturbed = new DirectoryArtifactStore(temporary.resolve("undisturbed"));
        MixtureRecipe recipe = MixtureRecipe.of(request);
        LabWorld world = LabWorld.of(recipe.seed(), recipe.world());
        assertEquals(
                undisturbed.writeFile(
                        "mixtures/" + id + "/examples.jsonl", out -> JsonLines.write(recipe.examples(world), out)),
                ready.examples());
        assertEquals(
                Optional.of(undisturbed.writeFile(
                        "mixtures/" + id + "/tokenizer.json",
                        out -> out.write(new LabTokenizer(world).json().getBytes(StandardCharsets.UTF_8)))),
                ready.tokenizer());
        assertTrue(artifacts.file(ready.examples()).toFile().length() > 0);
    }

    @Test
    void theNextProcessReadsTheSourceFromItsStartAndRemovesTheUpload() throws Exception {
        String row = "{\"instruction\": \"Count.\", \"input\": \"\", \"output\": \"one two three\"}\n";
        ArtifactRef upload = artifacts.writeFileByContent(
                "uploads", out -> out.write(row.repeat(2000).getBytes(StandardCharsets.UTF_8)));
        String recipe = Json.mapper()
                .writeValueAsString(Map.of("name", "counted", "from", "upload", "file", upload, "template", "plain"));
        String id = service.acceptVersion("counted", StoredDataset.Kind.SOURCE, recipe, upload.sha256())
                .id();
        Path rows = directory.resolve("sources/counted.v1/rows.jsonl");

        halt(HaltingStore.Point.WITHIN_SOURCE);
        assertEquals("building", status(id));
        assertFalse(Files.exists(rows));

        complete(() -> status(id).equals("ready") && artifacts.files("uploads").isEmpty());
        assertEquals(2000, Files.readAllLines(rows).size());
    }

    private void halt(HaltingStore.Point point) throws Exception {
        HaltedProcess.run(point, temporary.resolve("halted-process.log"));
    }

    private void complete(Callable<Boolean> done) {
        try (Worker worker = new Worker("next", work, handlers, Optional::empty)) {
            worker.start();
            await().atMost(MAX_WAIT).until(done);
        }
    }

    private MixtureReady published(String id) {
        List<MixtureReady> published = await().atMost(MAX_WAIT)
                .until(() -> broker.events(EventTypes.MIXTURE_READY, id), events -> !events.isEmpty());
        assertEquals(1, published.size(), "published more than once: " + published);
        return published.get(0);
    }

    private String status(String id) {
        return transactions
                .call(() -> datasets.dataset(id))
                .orElseThrow()
                .state()
                .status();
    }

    private static MixtureRequest.Lab request(String id) {
        return new MixtureRequest.LabInstruction(
                Optional.of(id), 20, 2000, 0.3, 0.5, 0.2, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
