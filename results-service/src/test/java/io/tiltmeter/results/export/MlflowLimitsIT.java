package io.tiltmeter.results.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.results.export.mlflow.MlflowClient;
import io.tiltmeter.results.export.mlflow.MlflowExport;
import io.tiltmeter.results.export.mlflow.MlflowRun;
import jakarta.ws.rs.ServerErrorException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are no MLflow hold an export for its limits at most, and what they say does not reach its caller. */
@QuarkusTest
@Timeout(120)
class MlflowLimitsIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final String SECRET = "secret-of-another-server";

    private static String failure(URI uri, Duration call, Duration export) {
        MlflowRun run = new MlflowRun(
                "slow",
                "FINISHED",
                1,
                2,
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(Map.of("tiltmeter.run_id", "slow")),
                new TreeSet<>());
        try (MlflowClient client = new MlflowClient(uri, Optional.empty(), new MlflowClient.Limits(call, export))) {
            MlflowExport mlflow = new MlflowExport(client);
            ServerErrorException failure =
                    assertThrows(ServerErrorException.class, () -> mlflow.send("slow", run, "ours"));
            assertEquals(502, failure.getResponse().getStatus());
            assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
            return failure.getMessage();
        }
    }

    @Test
    void aBodyOfOneByteASecondEndsAtTheLimitOfTheCallAndIsNotSentAgain() throws IOException {
        try (SlowServer server = new SlowServer(SlowServer.OK, " ")) {
            String failure = failure(server.uri(), SHORT, LONG);
            assertTrue(failure.contains("did not answer whole within PT2S"), failure);
            assertTrue(failure.contains("tiltmeter.results.mlflow.call-timeout"), failure);
            assertEquals(1, server.requests());
        }
    }

    @Test
    void headersOfOneByteASecondEndAtTheLimitOfTheCall() throws IOException {
        try (SlowServer server = new SlowServer("HTTP/1.1 200 OK\r\nX-Slow: ", "a")) {
            assertTrue(failure(server.uri(), SHORT, LONG).contains("call-timeout"));
        }
    }

    @Test
    void anErrorOfOneByteASecondEndsAtTheLimitOfTheCall() throws IOException {
        try (SlowServer server = new SlowServer(SlowServer.OK.replace("200 OK", "500 No"), " ")) {
            assertTrue(failure(server.uri(), SHORT, LONG).contains("call-timeout"));
        }
    }

    @Test
    void anExportEndsAtItsLimitHoweverLongACallMayTake() throws IOException {
        try (SlowServer server = new SlowServer(SlowServer.OK, " ")) {
            String failure = failure(server.uri(), LONG, SHORT);
            assertTrue(failure.contains("the export took longer than PT2S"), failure);
            assertTrue(failure.contains("tiltmeter.results.mlflow.export-timeout"), failure);
        }
    }

    @Test
    void whatAnotherServerSaysIsNotShown() throws IOException {
        String body = "{\"experiment\": {\"experiment_id\": \"" + SECRET + " of 'all'\"}, \"error_code\": \"" + SECRET
                + "\", \"message\": \"" + SECRET + "\"}";
        String length =
                "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n";
        for (String answer : List.of(
                "HTTP/1.1 200 OK\r\n" + length + "\r\n" + body,
                "HTTP/1.1 403 " + SECRET + "\r\n" + length + "\r\n" + body,
                "HTTP/1.1 200 OK\r\n" + length + "\r\n" + SECRET.repeat(10),
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/" + SECRET + "\r\n" + length + "\r\n" + body)) {
            try (SlowServer server = new SlowServer(answer, "")) {
                String failure = failure(server.uri(), LONG, LONG);
                assertTrue(failure.contains("answered " + answer.substring(9, 12)), failure);
            }
        }
    }

    @Test
    void aServerOfAnotherProtocolIsNotQuoted() throws IOException {
        try (SlowServer server = new SlowServer("SSH-2.0-" + SECRET + "\r\n", "")) {
            String failure = failure(server.uri(), LONG, Duration.ofSeconds(20));
            assertTrue(failure.contains("MLflow at http://127.0.0.1:"), failure);
        }
    }
}
