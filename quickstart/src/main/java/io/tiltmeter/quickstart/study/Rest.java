package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.quickstart.supervision.CannotGoOn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls the services as any user would. A service that is away is waited for: the supervisor brings it back. */
final class Rest {
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** An error inside a service may be a passing one, but is seldom. */
    private static final Duration ERROR_PATIENCE = Duration.ofSeconds(15);

    private static final int INTERNAL_ERROR = 500;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_WAIT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Consumer<String> shown;

    /**
     * @param shown takes the curl command of every call that starts something
     */
    Rest(Consumer<String> shown) {
        this.shown = shown;
    }

    /**
     * Posts a request; repeated after a break it starts nothing twice.
     *
     * @param key of idempotency
     * @throws CannotGoOn with the service's own words if it refuses
     */
    JsonNode post(String address, String key, Object body) {
        try {
            String text = json.writeValueAsString(body);
            shown.accept("curl -X POST " + address + " -H 'Content-Type: application/json' -H 'Idempotency-Key: " + key
                    + "' -d '" + text + "'");
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(ANSWER_WAIT)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(text))
                    .build();
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() >= 400) {
                throw new CannotGoOn(address + " refused the request: " + problem(answer));
            }
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what goes to and from " + address + " must be JSON", e);
        }
    }

    /** What is there, or empty while there is nothing under that address. */
    Optional<JsonNode> get(String address) {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER_WAIT).build());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        if (answer.statusCode() >= 400) {
            throw new CannotGoOn(address + " cannot be read: " + problem(answer));
        }
        try {
            return Optional.of(json.readTree(answer.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(address + " did not answer in JSON", e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        long began = System.nanoTime();
        long deadline = began + PATIENCE.toNanos();
        try {
            while (true) {
                String trouble;
                try {
                    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() < 500) {
                        return answer;
                    }
                    trouble = problem(answer);
                    if (answer.statusCode() == INTERNAL_ERROR) {
                        deadline = Math.min(deadline, began + ERROR_PATIENCE.toNanos());
                    }
                } catch (IOException away) {
                    trouble = away.toString();
                }
                if (System.nanoTime() > deadline) {
                    throw new CannotGoOn(request.uri() + " has not answered for "
                            + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s: " + trouble);
                }
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotGoOn("Interrupted while waiting for " + request.uri() + ".", e);
        }
    }

    private String problem(HttpResponse<String> answer) {
        try {
            JsonNode problem = json.readTree(answer.body());
            List<String> said = new ArrayList<>();
            said.add(problem.path("detail").asText(problem.path("title").asText("HTTP " + answer.statusCode())));
            problem.path("faults")
                    .forEach(fault -> said.add(fault.path("field").asText() + " "
                            + fault.path("value").asText() + ": "
                            + fault.path("limit").asText() + "; "
                            + fault.path("remedy").asText()));
            return String.join("; ", said);
        } catch (JsonProcessingException noProblem) {
            return "HTTP " + answer.statusCode() + " " + answer.body();
        }
    }
}
