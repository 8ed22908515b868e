package io.tiltmeter.quickstart.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a service whether it is ready, and whether it is of this start and not a stranger on the same port. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String launchId;

    /**
     * @param launchId what this start's services show at /q/info
     */
    Readiness(String launchId) {
        this.launchId = launchId;
    }

    boolean isReady(String address) throws InterruptedException {
        try {
            if (ask(address + "/q/health/ready").statusCode() != 200) {
                return false;
            }
            JsonNode info = json.readTree(ask(address + "/q/info").body());
            return info.path("tiltmeter").path("launch_id").asText().equals(launchId);
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> ask(String address) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
