package io.tiltmeter.dataset.application;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.work.Worker;
import io.tiltmeter.servicetest.ServiceStack;
import io.tiltmeter.servicetest.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process ends while it builds a dataset: the next one completes the dataset. */
class InterruptedBuildIT {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static String jdbcUrl;

    @TempDir
    Path temporary;

    private DirectoryArtifactStore artifacts;
    private HaltedProcess.Wiring wiring;

    @BeforeAll
    static void createDatabase() {
        ServiceStack.startShared();
        jdbcUrl = SharedStack.newDatabase("dataset");
        Flyway.configure()
                .dataSource(jdbcUrl, "postgres", "")
                .schemas("dataset")
                .locations("classpath:db/kit", "classpath:db/migration")
                .load()
                .migrate();
    }

    @BeforeEach
    void connect() throws IOException {
        artifacts = new DirectoryArtifactStore(directory());
        wiring = new HaltedProcess.Wiring(
                jdbcUrl, new KafkaEventPublisher(SharedStack.bootstrapServers(), "/test"), artifacts);
        wiring.relay.start();
    }

    @AfterEach
    void close() {
        wiring.relay.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WITHIN_SOURCE")
    void theNextProcessPublishesTheMixtureOnceWithTheSameBytes(HaltedProcess.Point point) throws Exception {
        String id = "interrupted-" + point.ordinal();
        MixtureRequest.Lab request = request(id);
        wiring.service().accept(MixtureService.requested(request));
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
        String id = wiring.service()
                .acceptVersion("counted", StoredDataset.Kind.SOURCE, recipe, upload.sha256())
                .id();
        Path rows = directory().resolve("sources/counted.v1/rows.jsonl");

        halt(HaltedProcess.Point.WITHIN_SOURCE);
        assertEquals("building", status(id));
        assertFalse(Files.exists(rows));

        complete(() -> status(id).equals("ready") && artifacts.files("uploads").isEmpty());
        assertEquals(2000, Files.readAllLines(rows).size());
    }

    private Path directory() {
        return temporary.resolve("artifacts");
    }

    private void halt(HaltedProcess.Point point) throws Exception {
        HaltedProcess.run(point, jdbcUrl, directory(), temporary.resolve("halted-process.log"));
    }

    private void complete(Callable<Boolean> done) {
        try (Worker worker = wiring.worker("next")) {
            worker.start();
            await().atMost(MAX_WAIT).until(done);
        }
    }

    private static MixtureReady published(String id) {
        try (TestBroker broker = new TestBroker(SharedStack.bootstrapServers())) {
            List<MixtureReady> published = await().atMost(MAX_WAIT)
                    .until(() -> broker.events(EventTypes.MIXTURE_READY, id), events -> !events.isEmpty());
            assertEquals(1, published.size(), "published more than once: " + published);
            return published.get(0);
        }
    }

    private String status(String id) {
        return wiring.transactions.run(
                handle -> wiring.datasets.find(handle, id).orElseThrow().state().status());
    }

    private static MixtureRequest.Lab request(String id) {
        return new MixtureRequest.LabInstruction(Optional.of(id), 20, 2000, 0.3, 0.5, 0.2, Optional.empty());
    }
}
