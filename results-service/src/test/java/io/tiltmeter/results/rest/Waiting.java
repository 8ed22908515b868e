package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits until the responses of the service show the effect of the events. */
public final class Waiting {
    public static final Duration LONGEST = Duration.ofMinutes(3);

    private Waiting() {}

    public static void untilJson(String path, Predicate<JsonPath> holds) {
        await().atMost(LONGEST).until(() -> {
            Response answer = given().get(path);
            return answer.statusCode() == 200 && holds.test(answer.jsonPath());
        });
    }

    /** Until so many evaluations of a run are stored. */
    public static void untilScores(String runId, int evaluations) {
        untilJson("/api/v1/runs/" + runId + "/scores?limit=1", page -> page.getInt("total") == evaluations);
    }
}
