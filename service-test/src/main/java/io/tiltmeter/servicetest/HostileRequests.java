package io.tiltmeter.servicetest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Requests that a careless or hostile client could send, to every operation of a service: hostile ids and query parameters, bodies
 * that are no JSON, and the worked examples of its OpenAPI description with values exchanged at random, by a seed.
 */
public final class HostileRequests {
    /** As long as a test waits for a service that is stuck. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final int MAX_READ_BYTES = 1 << 16;
    private static final int MAX_OFFENCES = 20;

    /** A 500 says nothing of statements and classes, and other errors show no stack. */
    private static final Pattern INSIDE = Pattern.compile(
            "\tat |\\b(?:java|javax|jakarta|io\\.tiltmeter|io\\.quarkus|org\\.hibernate|org\\.postgresql|com\\.fasterxml)\\.[a-z]"
                    + "|\\b(?:select .* from|insert into|update .* set) ");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final Random random;
    private final int changedExamples;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> offences = new ArrayList<>();
    private int sent;
    private long slowestMillis;

    /**
     * @param service such as {@code http://127.0.0.1:8080}
     * @param changedExamples of each operation with a JSON body
     */
    public HostileRequests(URI service, long seed, int changedExamples) {
        this.service = service;
        this.random = new Random(seed);
        this.changedExamples = changedExamples;
    }

    /**
     * What became of the requests.
     *
     * @param offences responses that no request should have, each with its request
     */
    public record Report(int sent, Map<Integer, Integer> statuses, long slowestMillis, List<String> offences) {}

    /** Sends all of them, one after another. */
    public Report send() throws IOException, InterruptedException {
        HttpRequest description = HttpRequest.newBuilder(service.resolve("/q/openapi?format=json"))
                .build();
        JsonNode openApi = Json.mapper()
                .readTree(http.send(description, BodyHandlers.ofString()).body());
        for (Map.Entry<String, JsonNode> path : openApi.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getValue().has("responses")) {
                    addresses(operation.getKey().toUpperCase(), path.getKey(), operation.getValue());
                    bodies(operation.getKey().toUpperCase(), path.getKey(), operation.getValue(), openApi);
                }
            }
        }
        return new Report(sent, statuses, slowestMillis, offences);
    }

    private void addresses(String method, String path, JsonNode operation) throws InterruptedException {
        byte[] body = method.equals("GET") ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8);
        if (path.contains("{")) {
            for (String value : HostileValues.IN_ADDRESSES) {
                send(method, path.replaceAll("\\{[^}]*}", value), "application/json", body);
            }
        }
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                for (String value : HostileValues.IN_ADDRESSES) {
                    String name = parameter.path("name").asText();
                    send(method, known(path) + "?" + name + "=" + value, "application/json", body);
                }
            }
        }
    }

    private void bodies(String method, String path, JsonNode operation, JsonNode openApi) throws InterruptedException {
        for (Map.Entry<String, JsonNode> content :
                operation.path("requestBody").path("content").properties()) {
            for (byte[] body : HostileValues.bodies()) {
                send(method, known(path), content.getKey(), body);
            }
            List<JsonNode> examples = examples(content.getValue(), openApi);
            for (int i = 0; !examples.isEmpty() && i < changedExamples; i++) {
                JsonNode example = examples.get(random.nextInt(examples.size()));
                String body = HostileValues.change(example, random);
                send(method, known(path), content.getKey(), body.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Values of a body that is an object: those of files are not changed. */
    private static List<JsonNode> examples(JsonNode content, JsonNode openApi) {
        List<JsonNode> examples = new ArrayList<>();
        for (JsonNode example : content.path("examples")) {
            JsonNode value = example.has("$ref")
                    ? openApi.at(example.path("$ref").asText().substring(1)).path("value")
                    : example.path("value");
            try {
                JsonNode parsed = value.isTextual() ? Json.mapper().readTree(value.asText()) : value;
                if (parsed.isObject() && !parsed.isEmpty()) {
                    examples.add(parsed);
                }
            } catch (IOException noJson) {
                continue;
            }
        }
        return examples;
    }

    private static String known(String path) {
        return path.replaceAll("\\{[^}]*}", "unknown");
    }

    private void send(String method, String address, String contentType, byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(address))
                .timeout(MAX_WAIT)
                .method(method, BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", contentType);
        }
        long began = System.nanoTime();
        String subject = method + " " + excerpt(address) + " " + contentType + " " + body.length + " bytes "
                + excerpt(new String(body, StandardCharsets.ISO_8859_1));
        sent++;
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                boolean stream =
                        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
                String text = stream ? "" : new String(in.readNBytes(MAX_READ_BYTES), StandardCharsets.UTF_8);
                check(subject, response.statusCode(), text);
            }
        } catch (IOException e) {
            offences.add(subject + " -> " + e);
            if (offences.size() > MAX_OFFENCES) {
                throw new IllegalStateException("the service has ended, or is silent: " + offences);
            }
        }
        slowestMillis = Math.max(slowestMillis, (System.nanoTime() - began) / 1_000_000);
    }

    private void check(String subject, int status, String body) {
        statuses.merge(status, 1, Integer::sum);
        if (status >= 500 || status >= 400 && INSIDE.matcher(body).find()) {
            offences.add(subject + " -> " + status + " " + excerpt(body));
        }
    }

    private static String excerpt(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }
}
