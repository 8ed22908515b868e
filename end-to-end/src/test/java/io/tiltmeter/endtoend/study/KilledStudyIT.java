package io.tiltmeter.endtoend.study;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole studies on the real system, each with one part killed in the middle: every curve must equal that of the
 * undisturbed study, to the last digit.
 */
class KilledStudyIT {
    @TempDir
    static Path temporary;

    private static LaunchedSystem system;
    private static SmallStudy study;
    private static String calmCurve;
    private static String calmLosses;

    @BeforeAll
    static void runTheUndisturbedStudy() throws Exception {
        system = LaunchedSystem.start(temporary.resolve("data with a space"));
        study = new SmallStudy(system);
        study.prepare();
        study.begin("calm");
        calmCurve = study.curve("calm");
        calmLosses = study.losses("calm");
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void theUndisturbedStudyScoresEveryCheckpointOnEveryItem() throws Exception {
        JsonNode verdict = study.verdict("calm");
        assertEquals(300, verdict.path("items").asInt(), verdict.toString());
        assertEquals(150, verdict.path("clusters").asInt(), verdict.toString());
        assertFalse(verdict.path("sentence").asText().isBlank());
        assertEquals(SmallStudy.STEPS, calmLosses.split(",").length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainer-service", "evaluator-service", "results-service", "kafka", "postgres"})
    void aPartThatIsKilledInTheMiddleChangesNoDigit(String part) throws Exception {
        String run = "after-" + part;
        study.begin(run);
        study.awaitStep(run, 7);
        if (!part.equals("trainer-service")) {
            study.awaitScored(run, 1);
        }
        long killed = system.pid(part);
        system.kill(part);
        assertEquals(calmCurve, study.curve(run), "the curve after " + part + " was killed");
        assertEquals(calmLosses, study.losses(run), "the losses after " + part + " was killed");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertNotEquals(killed, system.pid(part)));
        assertTrue(system.said().contains(part.equals("postgres") ? "PostgreSQL" : part), system.said());
    }

    @Test
    void aKilledLauncherIsStartedAgainOnTheSameData() throws Exception {
        study.begin("after-launcher");
        study.awaitStep("after-launcher", 7);
        long orphan = system.pid("trainer-service");
        system.killLauncher();
        system.launch();
        assertNotEquals(orphan, system.pid("trainer-service"), "the earlier start's trainer was not ended");
        assertEquals(calmCurve, study.curve("after-launcher"));
        assertEquals(calmLosses, study.losses("after-launcher"));
    }

    @Test
    void aStudyOfFourRunsInEachOfWhichAServiceIsKilledEndsInTheSameReport() throws Exception {
        study.beginStudyOfFour("four-calm");
        String calm = study.report("four-calm");
        assertTrue(calm.contains("accuracy falls"), calm);
        study.cancelStudy("four-calm");
        List<String> runs = study.beginStudyOfFour("four-killed");
        assertEquals(4, runs.size(), runs::toString);
        List<String> services = List.of("trainer-service", "evaluator-service", "results-service", "dataset-service");
        for (int i = 0; i < runs.size(); i++) {
            study.awaitStep(runs.get(i), 7);
            system.kill(services.get(i));
        }
        assertEquals(calm, study.report("four-killed"));
    }

    @Test
    void aWrongRunIsAnsweredWithEveryFaultAndStartsNothing() throws Exception {
        int runs = system.json(2, "/api/v1/runs").path("total").asInt();
        String body = "{\"run_name\": \"wrong\", \"model_name_or_path\": \"run:base\", \"mixture\": \"no-such\","
                + " \"learning_rate\": 2.0, \"max_steps\": -4, \"seed\": \"three\", \"colour\": 1}";
        HttpResponse<String> answer = send(system.address(2, "/api/v1/runs"), body);
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        for (String word : List.of("learning_rate", "2.0", "max_steps", "-4", "seed", "colour", "remedy")) {
            assertTrue(answer.body().contains(word), word + " is missing from " + answer.body());
        }
        HttpResponse<String> huge = send(system.address(2, "/api/v1/runs"), "x".repeat(10_000_000));
        assertEquals(400, huge.statusCode(), huge.body());
        assertEquals(runs, system.json(2, "/api/v1/runs").path("total").asInt());
    }

    @Test
    void everyServiceShowsItsApiHealthAndMetrics() throws Exception {
        for (int service = 0; service <= 4; service++) {
            assertTrue(system.get(service, "/q/openapi?format=json").contains("\"openapi\""));
            assertTrue(system.get(service, "/q/health/ready").contains("UP"));
            assertTrue(system.get(service, "/q/metrics").contains("jvm_memory"));
        }
        String gauges = system.get(0, "/q/metrics");
        assertTrue(gauges.contains("tiltmeter_"), gauges);
    }

    private static HttpResponse<String> send(URI address, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
