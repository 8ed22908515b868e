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
import io.tiltmeter.dataset.rest.Topic;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.work.Worker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real process dies while it builds a mixture; the next one finishes it, on a real database and broker. */
class InterruptedBuildIT {
    private static EmbeddedStack stack;

    @TempDir
    Path temporary;

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.start(List.of(EventTypes.DATASET_UPDATED.topic(), EventTypes.MIXTURE_READY.topic()));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_THE_MIDDLE_OF_A_SOURCE")
    void nextProcessFinishesTheMixtureWithTheSameBytes(DyingProcess.Point point) throws Exception {
        String jdbcUrl = migrated("died_" + point.ordinal());
        Path directory = temporary.resolve("artifacts");
        DirectoryArtifactStore artifacts = new DirectoryArtifactStore(directory);
        DyingProcess.Plumbing plumbing = new DyingProcess.Plumbing(jdbcUrl, stack.bootstrapServers(), artifacts);
        String id = "mixture-" + point.ordinal();
        MixtureRequest.Lab request = request(id);
        plumbing.service().accept(MixtureService.requested(request));

        DyingProcess.run(point, jdbcUrl, stack.bootstrapServers(), directory, temporary.resolve("dying-process.log"));
        assertEquals("building", status(plumbing, id));

        plumbing.relay.start();
        try (Worker worker = plumbing.worker("next")) {
            worker.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> status(plumbing, id).equals("ready"));
        }
        List<MixtureReady> published = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> Topic.events(stack.bootstrapServers(), EventTypes.MIXTURE_READY, id),
                        events -> !events.isEmpty());
        assertEquals(1, published.size(), "published more than once: " + published);
        MixtureReady ready = published.get(0);
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
        plumbing.relay.close();
    }

    @Test
    void nextProcessReadsTheSourceAnewAndClearsTheUpload() throws Exception {
        String jdbcUrl = migrated("died_source");
        Path directory = temporary.resolve("artifacts");
        DirectoryArtifactStore artifacts = new DirectoryArtifactStore(directory);
        DyingProcess.Plumbing plumbing = new DyingProcess.Plumbing(jdbcUrl, stack.bootstrapServers(), artifacts);
        String row = "{\"instruction\": \"Count.\", \"input\": \"\", \"output\": \"one two three\"}\n";
        ArtifactRef upload = artifacts.writeFileByContent(
                "uploads", out -> out.write(row.repeat(2000).getBytes(StandardCharsets.UTF_8)));
        String recipe = Json.mapper()
                .writeValueAsString(Map.of("name", "counted", "from", "upload", "file", upload, "template", "plain"));
        String id = plumbing.service()
                .acceptVersion("counted", StoredDataset.Kind.SOURCE, recipe, upload.sha256())
                .id();

        DyingProcess.run(
                DyingProcess.Point.IN_THE_MIDDLE_OF_A_SOURCE,
                jdbcUrl,
                stack.bootstrapServers(),
                directory,
                temporary.resolve("dying-process.log"));
        assertEquals("building", status(plumbing, id));
        assertFalse(Files.exists(directory.resolve("sources/counted.v1/rows.jsonl")));

        try (Worker worker = plumbing.worker("next")) {
            worker.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> status(plumbing, id).equals("ready"));
            await().until(() -> artifacts.files("uploads").isEmpty());
        }
        assertEquals(
                2000,
                Files.readAllLines(directory.resolve("sources/counted.v1/rows.jsonl"))
                        .size());
        plumbing.relay.close();
    }

    private static String migrated(String schema) {
        String jdbcUrl = stack.jdbcUrl(schema);
        Flyway.configure()
                .dataSource(jdbcUrl, "postgres", "")
                .schemas(schema)
                .locations("classpath:db/kit", "classpath:db/migration")
                .load()
                .migrate();
        return jdbcUrl;
    }

    private static String status(DyingProcess.Plumbing plumbing, String id) {
        return plumbing.transactions.run(handle ->
                plumbing.datasets.find(handle, id).orElseThrow().state().status());
    }

    private static MixtureRequest.Lab request(String id) {
        return new MixtureRequest.LabInstruction(Optional.of(id), 20, 2000, 0.3, 0.5, 0.2, Optional.empty());
    }
}
