package io.tiltmeter.results.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.export.mlflow.MlflowClient;
import io.tiltmeter.results.export.mlflow.MlflowExport;
import io.tiltmeter.results.export.mlflow.MlflowExportResult;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an MLflow server refuses for good is asked once, sent shorter where that helps, and leaves no run that seems to run. */
@QuarkusTest
class MlflowRefusalsIT {
    private static final String LONG_VALUE = "x".repeat(7_000);

    private static MlflowExportResult send(MlflowServer server, Map<String, String> params) {
        MlflowRun run = new MlflowRun(
                "ours",
                "FINISHED",
                1,
                2,
                List.of(),
                new TreeMap<>(params),
                new TreeMap<>(Map.of("tiltmeter.run_id", "ours")),
                new TreeSet<>());
        MlflowClient.Limits limits = new MlflowClient.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (MlflowClient client = new MlflowClient(URI.create(server.uri()), Optional.empty(), limits)) {
            return new MlflowExport(client).send("ours", run, "study");
        }
    }

    private static String failure(MlflowServer server) {
        return assertThrows(ServerErrorException.class, () -> send(server, Map.of("a", "1")))
                .getMessage();
    }

    private static long calls(MlflowServer server, String path) {
        return server.asked().stream().filter(path::equals).count();
    }

    @Test
    void aDeletedExperimentIsNamedWithTheRemedyAndNoRunIsMade() throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            send(server, Map.of());
            server.deleteExperiment("study");
            InvalidRequest refused = assertThrows(InvalidRequest.class, () -> send(server, Map.of()));
            assertEquals(
                    List.of(new Fault(
                            "experiment_name",
                            "study",
                            "is a deleted experiment on the MLflow server at " + server.uri(),
                            "restore it there (mlflow experiments restore --experiment-id 1), or send another name")),
                    refused.faults());
            assertEquals(1, calls(server, "runs/create"));
        }
    }

    @Test
    void anExperimentThatAServerHidesAndDoesNotMakeIsADeletedOne() throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.refuse("experiments/create"::equals, 400, "RESOURCE_ALREADY_EXISTS");
            InvalidRequest refused = assertThrows(InvalidRequest.class, () -> send(server, Map.of()));
            assertEquals("experiment_name", refused.faults().get(0).field());
            assertEquals(1, calls(server, "experiments/create"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_PARAMETER_VALUE",
        "500, INVALID_STATE",
        "404, RESOURCE_DOES_NOT_EXIST",
        "403, PERMISSION_DENIED",
        "409, RESOURCE_CONFLICT",
        "425, ''"
    })
    void whatIsRefusedForGoodIsSentOnceAndTheEmptyRunIsDeleted(int status, String code) throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.refuse("runs/log-batch"::equals, status, code);
            String failure = failure(server);
            assertEquals(1, calls(server, "runs/log-batch"));
            assertEquals(List.of(), server.runs());
            String answered =
                    "answered " + status + (code.isEmpty() ? "" : " (" + code + ")") + " to POST runs/log-batch";
            assertTrue(failure.contains(answered), failure);
            assertTrue(failure.endsWith("The MLflow run run-1, which was created for it, was deleted"), failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 408, 503})
    void whatIsRefusedForAMomentIsSentAgain(int status) throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.trouble(status);
            send(server, Map.of("a", "1"));
            assertEquals("FINISHED", server.runs().get(0).status);
        }
    }

    @Test
    void aRunThatHoldsAPartEndsAsFailedAndIsCompletedWhenItIsSentAgain() throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.refuse(path -> path.equals("runs/update") && calls(server, path) == 1, 403, "PERMISSION_DENIED");
            String failure = failure(server);
            assertTrue(failure.contains("holds a part and ended as FAILED; sent again, it is completed"), failure);
            assertEquals("FAILED", server.runs().get(0).status);
            MlflowExportResult again = send(server, Map.of("a", "1"));
            assertEquals("FINISHED", server.runs().get(0).status);
            assertEquals(1, server.runs().size());
            assertEquals(0, again.paramsSent());
        }
    }

    @Test
    void aRunThatCannotBeEndedIsSaidToBeThere() throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.refuse(
                    path -> path.startsWith("runs/") && !path.endsWith("create") && !path.endsWith("search"), 403, "");
            String failure = failure(server);
            assertTrue(failure.contains("run-1 could not be ended and may be shown as RUNNING"), failure);
        }
    }

    @Test
    void aRunOfAnEarlierExportThatIsNotWrittenToStaysAsItWas() throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            send(server, Map.of());
            server.refuse("runs/log-batch"::equals, 403, "PERMISSION_DENIED");
            String failure = failure(server);
            assertTrue(failure.endsWith("The MLflow run run-1 of an earlier export is as it was"), failure);
            assertEquals("FINISHED", server.runs().get(0).status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 500, 6_000})
    void aLongParamIsCutToWhatTheServerTakesAndIsNamed(int longest) throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.limits(longest, Integer.MAX_VALUE);
            Map<String, String> params = Map.of("long", LONG_VALUE, "short", "1");
            MlflowExportResult result = send(server, params);
            assertEquals(List.of("long"), result.shortened());
            assertEquals(List.of(), result.paramsDiffering());
            assertEquals(
                    Map.of("long", "x".repeat(longest - 3) + "...", "short", "1"),
                    server.runs().get(0).params);
            MlflowExportResult again = send(server, params);
            assertEquals(List.of("long"), again.shortened());
            assertEquals(List.of(), again.paramsDiffering());
        }
    }

    @Test
    void aBatchThatIsTooLargeForTheServerIsSentInParts() throws IOException {
        try (MlflowServer server = new MlflowServer()) {
            server.limits(500, 1_500);
            Map<String, String> params = new TreeMap<>();
            for (String key : List.of("a", "b", "c", "d", "e")) {
                params.put(key, key.repeat(400));
            }
            assertEquals(List.of(), send(server, params).shortened());
            assertEquals(params, new TreeMap<>(server.runs().get(0).params));
        }
    }
}
