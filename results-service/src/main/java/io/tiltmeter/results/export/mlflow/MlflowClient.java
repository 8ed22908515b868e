package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls one MLflow server's REST form. What is overloaded or broken for a moment is asked again; redirects are not followed. */
public final class MlflowClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final int TRIES = 5;
    private static final int MAX_RESPONSE_BYTES = 16 << 20;
    private static final Set<Integer> AGAIN = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI trackingUri;
    private final Optional<String> token;

    public MlflowClient(URI trackingUri, Optional<String> token) {
        this.trackingUri = trackingUri;
        this.token = token;
    }

    /** @throws MlflowFailed if it does not answer as MLflow does */
    JsonNode get(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return call("GET", path, request(path + "?" + parameters).GET().build());
    }

    /** @throws MlflowFailed if it does not answer as MLflow does */
    JsonNode post(String path, Object body) {
        try {
            return call(
                    "POST",
                    path,
                    request(path)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    Json.mapper().writeValueAsString(body)))
                            .build());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that is no JSON", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(trackingUri + "/api/2.0/mlflow/" + path))
                .timeout(ANSWER)
                .header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private JsonNode call(String method, String path, HttpRequest request) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> wait = Optional.empty();
            try {
                HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                String body = text(response);
                int status = response.statusCode();
                if (status == 200) {
                    return Json.mapper().readTree(body);
                }
                if (!AGAIN.contains(status) || attempt == TRIES) {
                    throw new MlflowFailed(trackingUri, method, path, status, body);
                }
                wait = retryAfter(response);
            } catch (JsonProcessingException e) {
                throw new MlflowFailed(trackingUri, method, path, "answered 200 with something that is no JSON", e);
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new MlflowFailed(trackingUri, method, path, "did not answer: " + e, e);
                }
            } catch (InterruptedException e) {
                throw interrupted(method, path, e);
            }
            sleep(wait.orElse(pause), method, path);
            pause = pause.multipliedBy(2);
        }
    }

    private static String text(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            return new String(body.readNBytes(MAX_RESPONSE_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** What the server asks for in seconds, within reason. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : asked);
    }

    private void sleep(Duration pause, String method, String path) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(method, path, e);
        }
    }

    private MlflowFailed interrupted(String method, String path, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new MlflowFailed(trackingUri, method, path, "was not waited for: this service stops", e);
    }
}
