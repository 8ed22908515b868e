package io.tiltmeter.results.export;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.rest.RunImportIT;
import io.tiltmeter.results.rest.SyntheticStudy;
import io.tiltmeter.results.rest.Waiting;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The archive of a run, through the whole service. */
@QuarkusTest
class EvidenceIT {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final String HASH = "7".repeat(64);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Inject
    ArtifactStore artifacts;

    private void study(String run) throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, run, 20, START);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int step : List.of(0, 14, 250)) {
            events.addAll(study.atStep(step));
        }
        events.add(study.run(RunStatus.COMPLETED, 250));
        events.add(study.event(
                EventTypes.MIXTURE_READY,
                new MixtureReady(
                        "made-up-mixture",
                        "lab",
                        ArtifactRef.of("mixtures/made-up-mixture/examples.jsonl", HASH, 7),
                        7,
                        Map.of(),
                        Optional.empty(),
                        HASH,
                        START)));
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(events);
        }
        Waiting.untilScores(run, 12);
        Waiting.untilJson(
                "/api/v1/runs/" + run, each -> each.getString("status").equals("completed"));
    }

    /** Entries by name, in the order of the archive. */
    static List<String> names(byte[] zip) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static SortedMap<String, byte[]> entries(byte[] zip) throws IOException {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] get(String path) {
        return given().get("/api/v1/runs/" + path)
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
    }

    @Test
    void theArchiveHoldsAllBehindTheFiguresAndItsHashes() throws IOException {
        study("proven");
        byte[] zip = get("proven/evidence");
        SortedMap<String, byte[]> entries = entries(zip);
        assertArrayEquals(zip, get("proven/evidence"));
        List<String> names = names(zip);
        assertEquals(
                names.stream()
                        .filter(name -> !name.equals("MANIFEST.sha256"))
                        .sorted()
                        .toList(),
                names.subList(0, names.size() - 1));
        for (String line : new String(entries.get("MANIFEST.sha256"), StandardCharsets.UTF_8).split("\n")) {
            assertEquals(line.substring(0, 64), Sha256.of(entries.get(line.substring(66))), line);
        }
        assertEquals(
                entries.size() - 1,
                new String(entries.get("MANIFEST.sha256"), StandardCharsets.UTF_8).split("\n").length);
        for (String name : List.of(
                "README.md",
                "report.md",
                "config/effective_config.json",
                "config/evaluation.json",
                "hashes.json",
                "seeds.json",
                "engines.json",
                "scores.json",
                "events/run-updated.jsonl",
                "curves/cf_lab.csv",
                "curves/cf_lab.json",
                "curves/cf_lab.svg",
                "verdicts/cf_lab.json",
                "flips/cf_lab.json",
                "outcomes/made-up-cf-lab-40/template/contains-v1/step-00000014.jsonl")) {
            assertTrue(entries.containsKey(name), name);
        }
        assertFalse(entries.containsKey("MISSING.txt"));
        assertEquals(
                12,
                new String(entries.get("events/suite-evaluated.jsonl"), StandardCharsets.UTF_8)
                        .lines()
                        .count());
        assertEquals(
                given().get("/api/v1/runs/proven/curves?format=csv").asString(),
                new String(entries.get("curves/cf_lab.csv"), StandardCharsets.UTF_8));
        JsonNode hashes = Json.mapper().readTree(entries.get("hashes.json"));
        assertEquals(12, hashes.get("outcomes").size());
        assertEquals(
                Sha256.of(entries.get("outcomes/made-up-cf-lab-40/template/contains-v1/step-00000014.jsonl")),
                hashes.get("outcomes").findValuesAsText("outcomes_sha256").get(4));
        assertEquals(
                20,
                Json.mapper()
                        .readTree(entries.get("seeds.json"))
                        .get("effective_config.seed")
                        .asInt());
        assertFalse(entries(get("proven/evidence?outcomes=false")).keySet().stream()
                .anyMatch(name -> name.startsWith("outcomes/")));
        given().get("/api/v1/runs/proven/evidence?outcomes=maybe").then().statusCode(400);
        given().get("/api/v1/runs/nobodys/evidence").then().statusCode(404);
    }

    @Test
    void aFileThatIsDamagedIsNamedAndTheRestIsThere() throws IOException {
        study("torn-evidence");
        Files.writeString(
                artifactDirectory.resolve("outcomes/torn-evidence/step-14/cf_lab/template/contains-1.jsonl"), "{}");
        SortedMap<String, byte[]> entries = entries(get("torn-evidence/evidence"));
        String missing = new String(entries.get("MISSING.txt"), StandardCharsets.UTF_8);
        assertTrue(
                missing.startsWith("outcomes/made-up-cf-lab-40/template/contains-v1/step-00000014.jsonl: "), missing);
        assertTrue(entries.containsKey("outcomes/made-up-cf-lab-40/template/contains-v1/step-00000250.jsonl"));
    }

    @Test
    void whatWasImportedIsInItsEvidence() throws IOException {
        given().contentType("text/csv")
                .body(RunImportIT.labels(20))
                .post("/api/v1/runs/import?name=brought-evidence")
                .then()
                .statusCode(201);
        SortedMap<String, byte[]> entries = entries(get("brought-evidence/evidence"));
        assertEquals(
                RunImportIT.labels(20), new String(entries.get("imports/cf_imported-as-sent"), StandardCharsets.UTF_8));
        assertTrue(entries.containsKey("imports/cf_imported.csv"));
        assertTrue(entries.containsKey("flips/cf_imported.json"));
    }
}
