package io.tiltmeter.dataset.rest;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tiltmeter.servicetest.TestBroker;
import io.tiltmeter.servicetest.TestOfMemory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

class MemoryIT extends TestOfMemory {
    private static final String FILE = "application/octet-stream";
    private static final int LONG_ROW = 6_000_000;

    MemoryIT() {
        super("dataset", "-Xmx256m", Map.of());
    }

    @Override
    protected List<Large> prepare(URI service) throws Exception {
        String text = "x".repeat(LONG_ROW);
        Path longRows =
                file("long.jsonl", "", 4, i -> "{\"instruction\": \"q" + i + "\", \"output\": \"" + text + "\"}\n");
        accepted(service, "/api/v1/sources?name=long", FILE, longRows);
        Awaitility.await().atMost(TestBroker.MAX_WAIT).until(() -> {
            String source = got(service, "/api/v1/sources/long.v1");
            assertFalse(source.contains("failed"), source);
            return source.contains("\"ready\"");
        });
        Path mixture = file("mixture.json", """
                {"mixture_id": "long", "recipe": "sources", "seed": 1, "parts": [{"source": "long"}]}""", 0, i -> "");
        accepted(service, "/api/v1/mixtures", "application/json", mixture);
        Awaitility.await()
                .atMost(TestBroker.MAX_WAIT)
                .until(() -> got(service, "/api/v1/mixtures/long").contains("\"ready\""));
        Path suite = file(
                "suite.jsonl",
                "",
                40_000,
                i -> "{\"context\": \"" + "c".repeat(600) + i + "\", \"question\": \"q" + i + "\", \"answer\": \"a" + i
                        + "\", \"memory_answer\": \"m" + i + "\"}\n");
        Path source = file(
                "source.jsonl",
                "",
                40_000,
                i -> "{\"instruction\": \"" + "i".repeat(900) + i + "\", \"output\": \"o\"}\n");
        Path unknown = unknownFields();
        return List.of(
                Large.read(16, "/api/v1/sources/long.v1/rows?limit=1000"),
                Large.read(8, "/api/v1/mixtures/long/export?format=messages"),
                Large.send(4, "/api/v1/suites?name=large", FILE, suite),
                Large.send(4, "/api/v1/sources?name=many", FILE, source),
                Large.send(8, "/api/v1/mixtures", "application/json", unknown),
                Large.send(8, "/api/v1/suites", "application/json", unknown));
    }

    @Override
    protected String normalRead() {
        return "/api/v1/sources";
    }
}
