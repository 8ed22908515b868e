package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicetest.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The calls that a user makes, and the events that follow. */
final class DatasetCalls {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);

    private DatasetCalls() {}

    static ConditionFactory await() {
        return Awaitility.await().atMost(MAX_WAIT).pollDelay(Duration.ZERO).pollInterval(POLL);
    }

    static ValidatableResponse get(String path) {
        return given().get(path).then();
    }

    static ValidatableResponse post(String path, String json) {
        return given().contentType(ContentType.JSON).body(json).post(path).then();
    }

    static ValidatableResponse upload(String path, String file) {
        return upload(path, file.getBytes(StandardCharsets.UTF_8));
    }

    /** @param path with the parameters of its query */
    static ValidatableResponse upload(String path, byte[] file) {
        return given().contentType("application/octet-stream")
                .body(file)
                .post(path)
                .then();
    }

    /** What is at a path when it is no longer being built; it must be ready. */
    static ValidatableResponse ready(String path) {
        return built(path, "ready");
    }

    /** What is at a path when it is no longer being built; it must have failed. */
    static ValidatableResponse failed(String path) {
        return built(path, "failed");
    }

    private static ValidatableResponse built(String path, String status) {
        await().until(() -> given().get(path).path("status"), now -> !"building".equals(now));
        return get(path).body("status", equalTo(status));
    }

    /** The events of a key so far. */
    static <T> List<T> events(EventType<T> type, String key) {
        try (TestBroker broker = new TestBroker(SharedStack.bootstrapServers())) {
            return broker.events(type, key);
        }
    }

    /** Waits for the event of a key; there must be one. */
    static <T> T event(EventType<T> type, String key) {
        List<T> events = await().until(() -> events(type, key), found -> !found.isEmpty());
        if (events.size() != 1) {
            throw new AssertionError("published more than once: " + events);
        }
        return events.get(0);
    }
}
