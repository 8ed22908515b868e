package io.tiltmeter.endtoend.study;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The whole system as a user starts it, {@code up} with two evaluators, in a process of its own. */
final class LaunchedSystem implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** All ports, of which PostgreSQL's is the highest, stay below those that connections get, which start at 32,768. */
    private static final int MIN_PORT = 12_000;

    private static final int PORT_RANGE = 9_000;
    private static final int POSTGRES_FROM_PAGE = 7352;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path data;
    private final int page;
    private Process launcher;

    private LaunchedSystem(Path data, int page) {
        this.data = data;
        this.page = page;
    }

    /** Starts one on free ports, and waits until every service is ready. */
    static LaunchedSystem start(Path data) {
        LaunchedSystem system = new LaunchedSystem(data, freePage());
        system.launch();
        return system;
    }

    /** Starts the launcher again, on the same data and ports. */
    void launch() {
        Path program = ROOT.resolve("quickstart/target/quickstart.jar");
        if (!Files.isRegularFile(program)) {
            throw new IllegalStateException(program + " is not built: run mvn verify on the whole project");
        }
        Path output = data.resolveSibling("launcher.log");
        try {
            launcher = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx128m",
                            "-Dtiltmeter.home=" + ROOT,
                            "-jar",
                            program.toString(),
                            "up",
                            "--data",
                            data.toString(),
                            "--port",
                            Integer.toString(page),
                            "--replicas",
                            "2")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("all services ready").atMost(PATIENCE).until(() -> {
            String said = Files.readString(output);
            if (!launcher.isAlive()) {
                throw new IllegalStateException("the launcher gave up:\n" + said);
            }
            return said.contains("All services are ready");
        });
    }

    /** Ends one part as {@code kill -9} does: a service, kafka or postgres. */
    void kill(String part) {
        ProcessHandle.of(pid(part)).orElseThrow().destroyForcibly();
    }

    /** Ends the launcher as {@code kill -9} does; what it started lives on. */
    void killLauncher() throws InterruptedException {
        launcher.destroyForcibly().waitFor();
    }

    /** The process id that the launcher noted for a part. */
    long pid(String part) {
        try {
            return Files.readAllLines(data.resolve("processes")).stream()
                    .map(line -> line.split(" "))
                    .filter(entry -> entry[0].equals(part))
                    .map(entry -> Long.parseLong(entry[1]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no process is noted for " + part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Address of a service: 0 results, 1 dataset, 2 trainer, 3 evaluator, 4 its second replica. */
    URI address(int service, String path) {
        return URI.create("http://127.0.0.1:" + (page + service) + path);
    }

    /** Where its PostgreSQL listens. */
    int postgresPort() {
        return page + POSTGRES_FROM_PAGE;
    }

    /** How many lines of a part's log contain a text. */
    long logged(String part, String text) {
        try (Stream<String> lines = Files.lines(data.resolve("logs").resolve(part + ".log"))) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The password of one of its users. */
    String databasePassword(String user) {
        try {
            return Files.readAllLines(data.resolve("postgres.pgpass")).stream()
                    .map(line -> line.split(":"))
                    .filter(fields -> fields[3].equals(user))
                    .map(fields -> fields[4])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request, again and again while a service restarts, and gives its answer. */
    JsonNode post(int service, String path, Map<String, ?> body) throws IOException {
        return send("POST", service, path, "application/json", JSON.writeValueAsString(body));
    }

    /** Sends a file as the body; otherwise as {@link #post}. */
    JsonNode upload(int service, String path, String file) throws IOException {
        return send("POST", service, path, "application/octet-stream", file);
    }

    JsonNode patch(int service, String path, String changes) throws IOException {
        return send("PATCH", service, path, "application/merge-patch+json", changes);
    }

    private JsonNode send(String method, int service, String path, String contentType, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address(service, path))
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = await("an answer to " + method + " " + path)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> http.send(request, HttpResponse.BodyHandlers.ofString()), a -> a.statusCode() != 503);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** What a path answers with status 200; fails otherwise, and while the service is unavailable. */
    String get(int service, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(service, path))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("GET " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    JsonNode json(int service, String path) throws IOException, InterruptedException {
        return JSON.readTree(get(service, path));
    }

    /** What the launcher has said since its last start. */
    String said() {
        try {
            return Files.readString(data.resolveSibling("launcher.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
                throw new IllegalStateException("the launcher did not end within 60 s of being asked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a system whose other ports are free too. */
    static int freePage() {
        return IntStream.iterate(MIN_PORT + (int) (ProcessHandle.current().pid() * 37 % PORT_RANGE), port -> port + 20)
                .limit(200)
                .filter(port -> List.of(0, 1, 2, 3, 4, 1012, 1013, POSTGRES_FROM_PAGE).stream()
                        .allMatch(up -> isFree(port + up)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free ports"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException held) {
            return false;
        }
    }
}
