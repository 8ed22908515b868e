package io.tiltmeter.servicetest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service, with the heap that the launcher gives it, lives on when large requests come all at once: each is
 * answered, or refused until there is memory for it.
 */
public abstract class TestOfMemory {
    private static final Logger LOG = Logger.getLogger(TestOfMemory.class);
    private static final long SEED = 41;
    private static final int SENDERS = 24;
    private static final int MAX_TRIES = 20;
    private static final int MAX_SHOWN_BYTES = 2_000;
    private static final int UNKNOWN_FIELDS_BYTES = 1 << 20;

    private final String schema;
    private final String heap;
    private final Map<String, String> settings;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** For files that are sent. */
    @TempDir
    protected Path folder;

    /**
     * @param schema of the service, such as {@code trainer}
     * @param heap option of the virtual machine
     * @param settings of the service
     */
    protected TestOfMemory(String schema, String heap, Map<String, String> settings) {
        this.schema = schema;
        this.heap = heap;
        this.settings = settings;
    }

    /**
     * A large request.
     *
     * @param times that it is sent
     * @param body a file, or nothing to read
     */
    protected record Large(int times, String path, String contentType, List<Path> body) {
        public Large {
            body = List.copyOf(body);
        }

        public static Large read(int times, String path) {
            return new Large(times, path, "", List.of());
        }

        public static Large send(int times, String path, String contentType, Path body) {
            return new Large(times, path, contentType, List.of(body));
        }
    }

    /** Writes the files, and sends what is read later. */
    protected abstract List<Large> prepare(URI service) throws Exception;

    /** What is answered with 200 before and after. */
    protected abstract String normalRead();

    @Test
    void largeRequestsAllAtOnceAreAnsweredAndTheServiceLivesOn() throws Exception {
        Path log = folder.resolve("service.log");
        try (ServiceProcess service =
                ServiceProcess.startAlone(log, schema, List.of(heap, "-XX:+ExitOnOutOfMemoryError"), settings)) {
            Awaitility.await().atMost(TestBroker.MAX_WAIT).until(service::isReady);
            URI address = service.address();
            List<String> offences = sendAll(address, prepare(address));
            assertFalse(service.log().contains("OutOfMemoryError"), service::tail);
            assertTrue(service.isAlive(), service::tail);
            assertEquals(List.of(), offences);
            for (String path : List.of("/q/health/live", normalRead())) {
                assertEquals(200, status(send(address, Large.read(1, path), Length.STATED)), path);
            }
        }
    }

    /** Whether a request says how long its body is. */
    private enum Length {
        STATED,
        UNKNOWN
    }

    private List<String> sendAll(URI service, List<Large> requests) throws Exception {
        List<Large> all = new ArrayList<>();
        requests.forEach(request -> all.addAll(Collections.nCopies(request.times(), request)));
        Random random = new Random(SEED);
        Collections.shuffle(all, random);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        List<String> offences = new ArrayList<>();
        Map<String, Integer> statuses = new TreeMap<>();
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (Large request : all) {
                Length length = random.nextInt(4) == 0 ? Length.UNKNOWN : Length.STATED;
                answers.add(senders.submit(() -> sendPatiently(service, request, length)));
            }
            for (int i = 0; i < all.size(); i++) {
                String answer;
                try {
                    answer = answers.get(i).get();
                } catch (ExecutionException e) {
                    answer = "0 " + e.getCause();
                }
                statuses.merge(all.get(i).path() + " " + status(answer), 1, Integer::sum);
                if (status(answer) < 200 || status(answer) >= 500 && !isRefused(answer)) {
                    offences.add(all.get(i).path() + " -> " + answer);
                }
            }
        } finally {
            senders.shutdownNow();
        }
        LOG.infof("large requests, answers by path and status %s", statuses);
        return offences;
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(0, answer.indexOf(' ')));
    }

    /** As the refusal of a body asks, but at once. */
    private String sendPatiently(URI service, Large request, Length length) throws IOException, InterruptedException {
        String answer = send(service, request, length);
        for (int tries = 1; tries < MAX_TRIES && isRefused(answer); tries++) {
            answer = send(service, request, length);
        }
        return answer;
    }

    private static boolean isRefused(String answer) {
        return answer.startsWith("503") && answer.contains("no-memory-for-body");
    }

    /** The status and the beginning of the body, of which the rest is read and thrown away. */
    private String send(URI service, Large request, Length length) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(service.resolve(request.path()));
        if (!request.body().isEmpty()) {
            builder.header("Content-Type", request.contentType())
                    .POST(publisher(request.body().get(0), length));
        }
        HttpResponse<InputStream> response = http.send(builder.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(MAX_SHOWN_BYTES), StandardCharsets.UTF_8);
            body.transferTo(OutputStream.nullOutputStream());
            return response.statusCode() + " " + text;
        }
    }

    private static BodyPublisher publisher(Path body, Length length) throws FileNotFoundException {
        BodyPublisher stated = BodyPublishers.ofFile(body);
        return length == Length.STATED ? stated : BodyPublishers.fromPublisher(stated);
    }

    /** A file of so many lines. */
    protected Path file(String name, String header, int lines, Line line) throws IOException {
        Path file = folder.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(header);
            for (int i = 0; i < lines; i++) {
                out.write(line.of(i));
            }
        }
        return file;
    }

    /** A line of a file, with its end. */
    @FunctionalInterface
    protected interface Line {
        String of(int index);
    }

    /** A JSON object of 1 MiB with a hundred thousand fields that no request has. */
    protected Path unknownFields() throws IOException {
        int fields = UNKNOWN_FIELDS_BYTES / "\"f12345\":1,".length();
        return file("unknown.json", "{", fields, i -> "\"f" + (10_000 + i) + "\":1" + (i == fields - 1 ? "}" : ","));
    }

    /** Sends one request that has to succeed; the body of the response. */
    protected String accepted(URI service, String path, String contentType, Path body) throws Exception {
        String answer = send(service, Large.send(1, path, contentType, body), Length.STATED);
        assertEquals(2, status(answer) / 100, answer);
        return answer.substring(answer.indexOf(' ') + 1);
    }

    /** What a GET answers, its beginning. */
    protected String got(URI service, String path) throws Exception {
        return send(service, Large.read(1, path), Length.STATED);
    }
}
