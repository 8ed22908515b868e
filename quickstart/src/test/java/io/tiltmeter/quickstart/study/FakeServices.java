package io.tiltmeter.quickstart.study;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The three services' REST faces with answers laid out beforehand; the last answer of a path is given for ever. */
final class FakeServices implements AutoCloseable {
    /** Page, dataset-service and trainer-service are neighbours. */
    private static final int SERVICES = 3;

    private final HttpServer[] servers = new HttpServer[SERVICES];
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    final List<String> calls = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    FakeServices() throws IOException {
        while (servers[SERVICES - 1] == null) {
            bindNeighbours();
        }
        for (HttpServer server : servers) {
            server.createContext("/", this::answer);
            server.start();
        }
    }

    /** Of the page. */
    int port() {
        return servers[0].getAddress().getPort();
    }

    /**
     * @param call such as {@code GET /api/v1/runs/base}
     */
    synchronized FakeServices say(String call, int status, String body) {
        answers.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    @Override
    public void close() {
        for (HttpServer server : servers) {
            server.stop(0);
        }
    }

    private void bindNeighbours() throws IOException {
        int first = 0;
        for (int i = 0; i < SERVICES; i++) {
            try {
                InetAddress host = InetAddress.getByName("127.0.0.1");
                servers[i] = HttpServer.create(new InetSocketAddress(host, first == 0 ? 0 : first + i), 0);
                first = first == 0 ? servers[0].getAddress().getPort() : first;
            } catch (IOException | IllegalArgumentException neighbourHeld) {
                for (int bound = 0; bound < i; bound++) {
                    servers[bound].stop(0);
                }
                return;
            }
        }
    }

    private synchronized void answer(HttpExchange exchange) {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            calls.add(key == null ? call : call + " " + key);
            Deque<Answer> laidOut = answers.getOrDefault(call, new ArrayDeque<>());
            Answer answer = laidOut.size() > 1 ? laidOut.poll() : laidOut.peek();
            if (answer == null) {
                answer = new Answer(404, "{}");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
