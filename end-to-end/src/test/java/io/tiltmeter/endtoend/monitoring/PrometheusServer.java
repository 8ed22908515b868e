package io.tiltmeter.endtoend.monitoring;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A real Prometheus in a process of its own, on a free port of loopback. */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RANGE_STEP_SECONDS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Process process;
    private final String address;
    private final Instant startedAt = Instant.now();

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.address = "http://127.0.0.1:" + port;
    }

    /**
     * Starts one, and waits until it is ready.
     *
     * @param folder for its files
     * @param configuration in Prometheus's YAML
     */
    public static PrometheusServer start(Path folder, String configuration) {
        int port = freePort();
        Path log = folder.resolve("prometheus.log");
        try {
            Files.createDirectories(folder);
            Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
            Process process = new ProcessBuilder(
                            PrometheusPrograms.find("prometheus"),
                            "--config.file=" + file,
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--log.level=warn")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            PrometheusServer server = new PrometheusServer(process, port);
            await("Prometheus").atMost(PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Prometheus gave up:\n" + Files.readString(log));
                }
                return server.isReady();
            });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an expression is now: a vector's samples. */
    public JsonNode now(String expression) {
        return get("/api/v1/query?query=" + encoded(expression)).path("result");
    }

    /** What an expression has been since the start: a matrix's series. */
    public JsonNode sinceTheStart(String expression) {
        return get("/api/v1/query_range?query=" + encoded(expression) + "&start=" + startedAt.getEpochSecond() + "&end="
                        + Instant.now().getEpochSecond() + "&step=" + RANGE_STEP_SECONDS)
                .path("result");
    }

    /** The values that a label has had in the series of a metric. */
    public JsonNode labelValues(String label, String metric) {
        return get("/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(metric));
    }

    /** The loaded rules, by group. */
    public JsonNode ruleGroups() {
        return get("/api/v1/rules").path("groups");
    }

    /** The data of a response; an error is quoted from Prometheus. */
    private JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("GET " + path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body()).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus was asked", e);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address + "/-/ready")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
