package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python client as the service hands it out, run by the system's python3 against the service. */
@QuarkusTest
class PythonClientIT extends TestWithBroker {
    private static final int FACTS = 40;

    @Inject
    ArtifactStore artifacts;

    @TempDir
    Path directory;

    @Test
    void theClientReadsARunAndShowsEveryFault() throws Exception {
        assumeTrue(hasPython(), "skipped: there is no python3 on the path");
        SyntheticStudy study = new SyntheticStudy(artifacts, "python", FACTS, Instant.parse("2026-03-02T09:14:05Z"));
        broker.publish(study.all());
        await().atMost(TestBroker.MAX_WAIT)
                .until(() -> Boolean.FALSE.equals(
                        given().get("/api/v1/runs/python/inversion").jsonPath().get("provisional")));
        Files.writeString(directory.resolve("tiltmeter.py"), client());
        try (InputStream check = getClass().getResourceAsStream("/python/client_check.py")) {
            Files.copy(check, directory.resolve("client_check.py"));
        }
        Path output = directory.resolve("output.txt");
        Process python = new ProcessBuilder(
                        "python3", "client_check.py", "http://127.0.0.1:" + RestAssured.port, "python")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean hasEnded = python.waitFor(3, TimeUnit.MINUTES);
        python.destroyForcibly();
        String printed = Files.readString(output);
        assertTrue(hasEnded, printed);
        assertEquals(0, python.waitFor(), printed);
    }

    @Test
    void theClientIsServedAsItLiesInTheRepository() throws IOException {
        assertEquals(Files.readString(Path.of("../python/tiltmeter.py")), client());
    }

    private static String client() {
        return new String(
                given().get("/python/tiltmeter.py")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray(),
                StandardCharsets.UTF_8);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
