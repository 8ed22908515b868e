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

/** The REST interfaces of three services with prepared responses; the last response of a path is repeated. */
public final class FakeServices implements AutoCloseable {
    /** The page, dataset-service and trainer-service have consecutive ports. */
    private static final int SERVICES = 4;

    private final HttpServer[] servers = new HttpServer[SERVICES];
    private final Map<String, Deque<Response>> responses = new HashMap<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();

    /** The body of each call, in their order; empty where a call has none. */
    public final List<String> bodies = new CopyOnWriteArrayList<>();

    private record Response(int status, String body) {}

    public FakeServices() throws IOException {
        while (servers[SERVICES - 1] == null) {
            bindConsecutivePorts();
        }
        for (HttpServer server : servers) {
            server.createContext("/", this::handle);
            server.start();
        }
    }

    /** Of the page. */
    public int port() {
        return servers[0].getAddress().getPort();
    }

    /**
     * @param call such as {@code GET /api/v1/runs/base}
     */
    public synchronized FakeServices respond(String call, int status, String body) {
        responses.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Response(status, body));
        return this;
    }

    @Override
    public void close() {
        for (HttpServer server : servers) {
            server.stop(0);
        }
    }

    private void bindConsecutivePorts() throws IOException {
        int first = 0;
        for (int i = 0; i < SERVICES; i++) {
            try {
                InetAddress host = InetAddress.getByName("127.0.0.1");
                servers[i] = HttpServer.create(new InetSocketAddress(host, first == 0 ? 0 : first + i), 0);
                first = first == 0 ? servers[0].getAddress().getPort() : first;
            } catch (IOException | IllegalArgumentException held) {
                for (int bound = 0; bound < i; bound++) {
                    servers[bound].stop(0);
                }
                return;
            }
        }
    }

    private synchronized void handle(HttpExchange exchange) {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            calls.add(key == null ? call : call + " " + key);
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Deque<Response> prepared = responses.getOrDefault(call, new ArrayDeque<>());
            Response response = prepared.size() > 1 ? prepared.poll() : prepared.peek();
            if (response == null) {
                response = new Response(404, "{}");
            }
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
