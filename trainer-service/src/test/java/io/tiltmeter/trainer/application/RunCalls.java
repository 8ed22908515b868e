package io.tiltmeter.trainer.application;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.trainer.rest.CheckpointListResponse;
import io.tiltmeter.trainer.rest.LossHistoryResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The calls that a user makes. */
public final class RunCalls {
    public static final String TINY_MODEL = """
            "model_config": {"model_type": "llama", "hidden_size": 16, "intermediate_size": 32,
             "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 64}""";

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private RunCalls() {}

    /** A request on a fresh tiny model. */
    public static String fresh(String name, String mixture, String fields) {
        return "{\"run_name\": \"%s\", \"mixture\": \"%s\", %s, %s}".formatted(name, mixture, TINY_MODEL, fields);
    }

    static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/api/v1/runs");
    }

    /** Starts a run, which must be accepted. */
    public static String start(String body) {
        Response answer = post(body);
        assertEquals(202, answer.statusCode(), answer.asString());
        return answer.path("run_id");
    }

    static RunUpdated get(String id) {
        return read(given().get("/api/v1/runs/" + id), RunUpdated.class);
    }

    /** Waits until the run has this status; fails at once if it has ended otherwise. */
    static RunUpdated await(String id, RunStatus status) {
        RunUpdated[] seen = new RunUpdated[1];
        Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(() -> {
            seen[0] = get(id);
            return seen[0].status() == status || seen[0].status().isFinal();
        });
        assertEquals(status, seen[0].status(), seen[0].toString());
        return seen[0];
    }

    /** Waits until the run gives this reason for its status, which it learns from events. */
    static RunUpdated awaitReason(String id, String reason) {
        return Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get(id), run -> reason.equals(run.reason()));
    }

    static LossHistoryResponse losses(String id) {
        return read(given().get("/api/v1/runs/" + id + "/losses"), LossHistoryResponse.class);
    }

    static CheckpointListResponse checkpoints(String id) {
        return read(given().get("/api/v1/runs/" + id + "/checkpoints"), CheckpointListResponse.class);
    }

    public static Response cancel(String id) {
        return given().post("/api/v1/runs/" + id + "/cancel");
    }

    public static Response retry(String id) {
        return given().post("/api/v1/runs/" + id + "/retry");
    }

    /** The faults of a refused request: field to the whole fault in words. */
    public static List<Map<String, String>> faults(String body) {
        Response answer = post(body);
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals("application/problem+json", answer.contentType().replaceFirst(";.*", ""));
        return Json.mapper().convertValue(answer.jsonPath().getList("faults"), new TypeReference<>() {});
    }

    private static <T> T read(Response answer, Class<T> type) {
        assertEquals(200, answer.statusCode(), answer.asString());
        try {
            return Json.mapper().readValue(answer.asString(), type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.asString(), e);
        }
    }
}
