package io.tiltmeter.quickstart.rest;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Calls the services as any user would, and waits for a service that is restarted. */
public final class Rest {
    private static final Duration RESPONSE_WAIT = Duration.ofSeconds(10);
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);
    /** An internal error of a service seldom passes. */
    private static final Duration MAX_ERROR_WAIT = Duration.ofSeconds(15);

    /** A command tells its user soon that nothing answers. */
    private static final Duration COMMAND_WAIT = Duration.ofSeconds(1);

    private static final Duration COMMAND_CONNECT_WAIT = Duration.ofSeconds(3);

    private static final String REMEDY =
            "no connection; start the system with ./tiltmeter up, or name the page of a running one by --server or --port";
    private static final int INTERNAL_ERROR = 500;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final HttpClient http;
    private final ObjectMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final Consumer<String> shown;
    private final Duration maxWait;
    private final Duration responseWait;
    private final String remedy;

    /**
     * @param shown takes the curl command of every POST
     */
    public Rest(Consumer<String> shown) {
        this(shown, MAX_WAIT);
    }

    /**
     * @param maxWait for a service that does not answer
     */
    public Rest(Consumer<String> shown, Duration maxWait) {
        this(shown, maxWait, RESPONSE_WAIT, RESPONSE_WAIT, "");
    }

    private Rest(Consumer<String> shown, Duration maxWait, Duration connectWait, Duration responseWait, String remedy) {
        this.shown = shown;
        this.maxWait = maxWait;
        this.responseWait = responseWait;
        this.remedy = remedy;
        http = HttpClient.newBuilder().connectTimeout(connectWait).build();
    }

    /**
     * For a command that calls a running system: it shows no calls, and says how to start a system that is not there.
     *
     * @param responseWait from a service that has taken the connection
     */
    public static Rest ofCommand(Duration responseWait) {
        return new Rest(call -> {}, COMMAND_WAIT, COMMAND_CONNECT_WAIT, responseWait, REMEDY);
    }

    /**
     * The body of a resource.
     *
     * @throws StartupException with the message of the service if it refuses
     */
    public String body(Resource resource) {
        return sound(send(request(resource).build())).body();
    }

    /** The body of a resource, or empty if the service answers 404. */
    public Optional<String> find(Resource resource) {
        return found(request(resource)).map(response -> sound(response).body());
    }

    /** Deletes a resource, and returns the response; empty if the service answers 404. */
    public Optional<String> findAndDelete(Resource resource) {
        return found(request(resource).DELETE()).map(response -> sound(response).body());
    }

    /** Deletes a resource, and returns the response; otherwise as posting. */
    public String delete(Resource resource) {
        return sound(send(request(resource).DELETE().build())).body();
    }

    /**
     * Posts a body, and returns that of the response.
     *
     * @throws StartupException with the message of the service if it refuses
     */
    public String post(Resource resource, String mediaType, HttpRequest.BodyPublisher body) {
        return sound(send(request(resource)
                        .header("Content-Type", mediaType)
                        .POST(body)
                        .build()))
                .body();
    }

    /** Changes a resource by a JSON merge patch, and returns it as it is then; otherwise as posting. */
    public String patch(Resource resource, JsonNode changes) {
        HttpRequest.Builder request = request(resource).header("Content-Type", "application/merge-patch+json");
        return sound(send(request.method("PATCH", HttpRequest.BodyPublishers.ofString(changes.toString()))
                        .build()))
                .body();
    }

    /**
     * Writes the body of a resource to a file, which is replaced as a whole.
     *
     * @throws StartupException with the message of the service if it refuses, or if the file cannot be written
     */
    public void download(Resource resource, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "is a folder: name a file in it");
            }
            Files.write(part, new byte[0]);
            HttpResponse<Path> response = send(
                    request(resource).build(), BodyHandlers.ofFile(part, WRITE, TRUNCATE_EXISTING), Rest::contents);
            if (response.statusCode() >= 400) {
                throw refusal(response, contents(part));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StartupException(file + " cannot be written: " + e, e);
        } finally {
            part.toFile().delete();
        }
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(Resource resource) {
        return HttpRequest.newBuilder(resource.uri()).timeout(responseWait);
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(RESPONSE_WAIT);
    }

    /**
     * Posts a request; a repeated one starts nothing twice.
     *
     * @param key for idempotency
     * @throws StartupException with the message of the service if it refuses
     */
    public JsonNode post(String address, String key, ObjectNode body) {
        shown.accept(command(address, body, "-H 'Idempotency-Key: " + key + "' "));
        return read(
                send(request(address)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build()),
                JsonNode.class);
    }

    /**
     * Sends a file as the body, and returns that of the response.
     *
     * @throws StartupException with the message of the service if it refuses, or if the file cannot be read
     */
    public String upload(Resource resource, Path file) {
        try {
            return post(resource, "application/octet-stream", HttpRequest.BodyPublishers.ofFile(file));
        } catch (FileNotFoundException e) {
            throw new StartupException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The call as a user makes it. */
    public static String command(String address, ObjectNode body) {
        return command(address, body, "");
    }

    private static String command(String address, ObjectNode body, String key) {
        return "curl -X POST " + address + " -H 'Content-Type: application/json' " + key + "-d '" + body + "'";
    }

    /** The resource, or empty while the service answers 404. */
    public <T> Optional<T> get(String address, Class<T> type) {
        return found(request(address)).map(response -> read(response, type));
    }

    /** A document that is no JSON, or empty while the service answers 404. */
    public Optional<String> text(String address) {
        return found(request(address)).map(response -> sound(response).body());
    }

    private Optional<HttpResponse<String>> found(HttpRequest.Builder request) {
        return Optional.of(send(request.build())).filter(response -> response.statusCode() != 404);
    }

    private HttpResponse<String> sound(HttpResponse<String> response) {
        if (response.statusCode() >= 400) {
            throw refusal(response, response.body());
        }
        return response;
    }

    private StartupException refusal(HttpResponse<?> response, String body) {
        return new StartupException(
                response.uri() + " refused the request: " + Problem.text(response.statusCode(), body));
    }

    private <T> T read(HttpResponse<String> response, Class<T> type) {
        try {
            return json.readValue(sound(response).body(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(response.uri() + " did not answer with JSON", e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        return send(request, BodyHandlers.ofString(), Function.identity());
    }

    /**
     * @param text of a body
     */
    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Function<T, String> text) {
        long began = System.nanoTime();
        long deadline = began + maxWait.toNanos();
        try {
            while (true) {
                String trouble;
                try {
                    HttpResponse<T> response = http.send(request, body);
                    if (response.statusCode() < 500) {
                        return response;
                    }
                    trouble = Problem.text(response.statusCode(), text.apply(response.body()));
                    if (response.statusCode() == INTERNAL_ERROR) {
                        deadline = Math.min(deadline, began + MAX_ERROR_WAIT.toNanos());
                    }
                } catch (IOException e) {
                    boolean isUnreachable = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
                    trouble = isUnreachable && !remedy.isEmpty() ? remedy : e.toString();
                }
                if (System.nanoTime() > deadline) {
                    throw new StartupException(request.uri() + " has not answered for "
                            + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s: " + trouble);
                }
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while waiting for " + request.uri() + ".", e);
        }
    }
}
