package io.tiltmeter.results.persistence;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.OutcomeIngestion;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * A database that the version before {@code event_archive} filled, as {@code pg_dump} wrote it, gives the responses of that
 * version to the byte, with the fields that were added since. Its runs: one that inverts, one with gaps, a failed
 * evaluation and an imported results file, and two that were imported.
 */
@QuarkusTest
@TestProfile(PreviousVersionIT.OfPreviousVersion.class)
class PreviousVersionIT {
    /** What a list has had of each run since then. */
    private static final String NEW_IN_LISTS =
            "(,\"figures\":\\{[^}]*})?,\"counterfactual\":\\[[^]]*]|,\"changed_at\":\"[^\"]*\"";

    private static final Map<String, List<String>> RESPONSES = Map.of(
            "inverted",
                    List.of(
                            "curves",
                            "inversion",
                            "warning",
                            "scores?limit=1000",
                            "flips?limit=1000",
                            "history?limit=1000",
                            "outcomes?step=14"),
            "holed", List.of("curves", "inversion", "warning", "scores?limit=1000", "flips?limit=1000"),
            "brought-labels", List.of("curves", "inversion", "flips?limit=1000"),
            "brought-curve", List.of("curves", "inversion", "scores?limit=1000"));

    @Inject
    EventArchive archive;

    @Inject
    OutcomeIngestion ingestion;

    @Inject
    WorkRepository work;

    @Inject
    WarningRepository warnings;

    public static final class OfPreviousVersion implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Database.class));
        }
    }

    public static final class Database extends OlderDatabase {
        @Override
        void fill(String url, Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(text("version-14.sql"));
            }
        }
    }

    @Test
    void curvesVerdictsAndRunsAreThoseOfThePreviousVersion() {
        assertEquals(
                text("answers/runs.json"), response("/api/v1/runs?limit=100").replaceAll(NEW_IN_LISTS, ""));
        RESPONSES.forEach((run, all) -> all.forEach(each -> {
            String path = "/api/v1/runs/" + run + "/" + each;
            String file = "answers/" + run + "-" + each.replaceAll("[?].*", "") + ".json";
            assertEquals(text(file), response(path), path);
        }));
    }

    /** The order of the settings in {@code effective_config} changes from start to start. */
    @Test
    void runsAreThoseOfThePreviousVersionButForTheOrderOfSettings() throws IOException {
        for (String run : RESPONSES.keySet()) {
            assertEquals(
                    Json.mapper().readTree(text("answers/" + run + ".json")),
                    Json.mapper().readTree(response("/api/v1/runs/" + run)),
                    run);
        }
    }

    /**
     * The manifest lists the hash of each file of an archive, that of all events of evaluations among them. The event of the
     * run contains its settings, whose order changes from start to start.
     */
    @Test
    void theEvidenceOfARunIsThatOfThePreviousVersion() throws IOException {
        byte[] zip =
                given().get("/api/v1/runs/inverted/evidence?outcomes=false").asByteArray();
        String manifest = "";
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals("MANIFEST.sha256")) {
                    manifest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        String changing = "(?m)^.*  events/run-updated.jsonl$";
        assertEquals(
                text("answers/inverted-evidence-manifest.txt").replaceAll(changing, ""),
                manifest.replaceAll(changing, ""));
    }

    @Test
    @TestTransaction
    void evaluationsThatThePreviousVersionAcceptedAreNotAcceptedAgain() {
        String event =
                archive.events(EventTypes.SUITE_EVALUATED.topic(), "inverted").get(0);
        long archived = archive.count();
        work.deleteAll();
        ingestion.accept(new EventCodec().decode(EventTypes.SUITE_EVALUATED, event));
        assertEquals(archived, archive.count());
        assertEquals(0, work.count());
    }

    @Test
    @TestTransaction
    void whatFailedAndWhatWasAnnouncedIsKept() {
        assertEquals(2, warnings.count("runId", "inverted"));
        assertEquals(1, work.items(WorkItem.Status.FAILED, 10, 0).size());
        assertEquals(4, archive.count("topic", EventTypes.RUN_IMPORTED.topic()));
    }

    private static String response(String path) {
        return given().get(path).then().statusCode(200).extract().asString();
    }

    private static String text(String name) {
        try (InputStream in = PreviousVersionIT.class.getResourceAsStream("/database/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
