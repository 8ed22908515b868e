package io.tiltmeter.evaluator.application.judge;

import static io.tiltmeter.evaluator.application.judge.JudgeServer.replying;
import static io.tiltmeter.evaluator.application.judge.JudgeServer.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.JudgeCache;
import io.tiltmeter.evaluator.scorer.JudgePrompt;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChatJudgeIT {
    private static final String KEY = "key-for-tests-0123456789";
    private static final Duration FIRST_WAIT = Duration.ofMillis(5);
    private static final JudgePrompt PROMPT = JudgePrompt.of(
            new SuiteItem("i", "c", "", "q", "Herat", "Kabul", List.of(), List.of(), List.of()), "to Herat", 1);

    private final Map<String, String> kept = new HashMap<>();
    private final JudgeCache cache = new JudgeCache() {
        @Override
        public Optional<String> reply(String key) {
            return Optional.ofNullable(kept.get(key));
        }

        @Override
        public void keep(String key, String reply) {
            kept.put(key, reply);
        }
    };

    @Test
    void aPromptIsSentInTheFormOfTheInterface() throws IOException {
        try (JudgeServer server = new JudgeServer(replying("{\"answer\": \"A\"}"))) {
            assertEquals("{\"answer\": \"A\"}", judge(server, 0).reply(PROMPT));
            JsonNode body = Json.mapper().readTree(server.bodies.get(0));
            assertEquals("judge-model", body.path("model").asText());
            assertEquals(0, body.path("temperature").asInt(-1));
            assertEquals(256, body.path("max_tokens").asInt());
            assertEquals(
                    PROMPT.system(),
                    body.path("messages").path(0).path("content").asText());
            assertEquals(
                    PROMPT.user(), body.path("messages").path(1).path("content").asText());
            assertEquals(List.of("Bearer " + KEY), server.authorizations);
        }
    }

    @Test
    void aReplyIsRequestedOnce() throws IOException {
        try (JudgeServer server = new JudgeServer(replying("A"))) {
            ChatJudge judge = judge(server, 0);
            assertEquals(judge.reply(PROMPT), judge.reply(PROMPT));
            assertEquals(1, server.bodies.size());
            assertEquals(List.of(PROMPT.key("judge-model")), List.copyOf(kept.keySet()));
        }
    }

    @Test
    void aReplyWithoutAChoiceIsNotKept() throws IOException {
        try (JudgeServer server = new JudgeServer(replying("hm"))) {
            assertEquals("hm", judge(server, 0).reply(PROMPT));
            assertTrue(kept.isEmpty());
        }
    }

    @Test
    void temporaryFailuresAreRetried() throws IOException {
        try (JudgeServer server = new JudgeServer(
                status(500, "oops"),
                status(429, "{\"error\": \"too many\"}"),
                status(503, ""),
                status(200, "<html>a proxy's page</html>"),
                replying("B"))) {
            assertEquals("B", judge(server, 4).reply(PROMPT));
            assertEquals(5, server.bodies.size());
        }
    }

    @Test
    void theWaitThatTheServerAsksForIsKept() throws IOException {
        try (JudgeServer server = new JudgeServer(status(429, "", "Retry-After", "1"), replying("B"))) {
            long startedAt = System.nanoTime();
            assertEquals("B", judge(server, 4).reply(PROMPT));
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            assertTrue(took.compareTo(Duration.ofSeconds(1)) >= 0, took.toString());
        }
    }

    @Test
    void aWaitOfAnHourIsRefused() throws IOException {
        try (JudgeServer server = new JudgeServer(status(429, "", "Retry-After", "3600"))) {
            String message = unavailable(judge(server, 4));
            assertTrue(message.contains("429") && message.contains("PT2M"), message);
            assertEquals(1, server.bodies.size());
        }
    }

    @Test
    void theLastAttemptFailsWithItsReason() throws IOException {
        try (JudgeServer server = new JudgeServer(status(502, "bad gateway"))) {
            String message = unavailable(judge(server, 2));
            assertTrue(message.contains("3 attempts") && message.contains("502: bad gateway"), message);
            assertEquals(3, server.bodies.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 422})
    void refusedRequestsAreNotRetriedAndTheKeyIsNotShown(int status) throws IOException {
        try (JudgeServer server =
                new JudgeServer(status(status, "wrong key " + KEY, "Location", "http://127.0.0.1:1/elsewhere"))) {
            String message = assertThrows(
                            JudgeRefused.class, () -> judge(server, 4).reply(PROMPT))
                    .getMessage();
            assertTrue(message.contains(String.valueOf(status)) && message.contains("wrong key ***"), message);
            assertFalse(message.contains(KEY));
            assertEquals(1, server.bodies.size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {\"content\": null}}]}",
                "{\"choices\": [{\"message\": {\"content\": [1]}}]}",
                "{\"choices\"",
                "\u0000"
            })
    void aResponseThatIsNoChatCompletionIsRetried(String body) throws IOException {
        try (JudgeServer server = new JudgeServer(status(200, body))) {
            String message = unavailable(judge(server, 1));
            assertTrue(message.contains("no chat completion"), message);
            assertEquals(2, server.bodies.size());
        }
    }

    @Test
    void aResponseThatNeverEndsTimesOutAndIsRequestedAgain() throws IOException {
        try (JudgeServer server = new JudgeServer()) {
            server.then(server.hanging());
            server.then(replying("A"));
            assertEquals("A", judge(server, 1, Duration.ofMillis(300)).reply(PROMPT));
            assertEquals(2, server.bodies.size());
        }
    }

    @Test
    void aResponseThatIsTooLongIsRefused() throws IOException {
        try (JudgeServer server = new JudgeServer(JudgeServer.endless())) {
            String message = assertThrows(
                            JudgeRefused.class, () -> judge(server, 4).reply(PROMPT))
                    .getMessage();
            assertTrue(message.contains("more than 1048576 bytes"), message);
        }
    }

    @Test
    void anAddressWithoutAServerFailsAfterItsAttempts() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        JudgeAddress address = JudgeAddress.of(
                        TestConfig.of("http://127.0.0.1:" + free, "judge-model", KEY, Duration.ofSeconds(5), 1))
                .orElseThrow();
        String message = unavailable(new ChatJudge(address, cache, FIRST_WAIT));
        assertTrue(message.contains("2 attempts") && message.contains("cannot be reached"), message);
    }

    private static String unavailable(ChatJudge judge) {
        return assertThrows(JudgeUnavailable.class, () -> judge.reply(PROMPT)).getMessage();
    }

    private ChatJudge judge(JudgeServer server, int retries) {
        return judge(server, retries, Duration.ofSeconds(20));
    }

    private ChatJudge judge(JudgeServer server, int retries, Duration timeout) {
        JudgeAddress address = JudgeAddress.of(TestConfig.of(server.url(), "judge-model", KEY, timeout, retries))
                .orElseThrow();
        return new ChatJudge(address, cache, FIRST_WAIT);
    }
}
