package io.tiltmeter.evaluator.application.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeAddressTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void withoutAUrlThereIsNoJudge() {
        assertEquals(Optional.empty(), JudgeAddress.of(TestConfig.of(null, "m", "k", MINUTE, 4)));
        assertEquals(Optional.empty(), JudgeAddress.of(TestConfig.of("  ", null, null, MINUTE, 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/", "  http://127.0.0.1:8000/v1 "})
    void theChatInterfaceIsBelowTheUrl(String url) {
        JudgeAddress address =
                JudgeAddress.of(TestConfig.of(url, "m", null, MINUTE, 0)).orElseThrow();
        assertEquals(
                "http://127.0.0.1:8000/v1/chat/completions",
                address.completions().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8000",
                "ftp://host/v1",
                "http:///v1",
                "http://me:secret@host/v1",
                "http://host/v1?a=b",
                "http://host/v1#a",
                "http://a b/",
                "file:///v1"
            })
    void otherAddressesAreRefused(String url) {
        String message = refused(TestConfig.of(url, "m", null, MINUTE, 0));
        assertTrue(message.contains("tiltmeter.judge.url"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void everyFaultIsReportedAtOnceWithoutTheKey() {
        String message = refused(TestConfig.of("nowhere", " ", "se cret\n", Duration.ZERO, -1));
        for (String setting : List.of("url", "model", "api-key", "timeout", "retries")) {
            assertTrue(message.contains("tiltmeter.judge." + setting), message);
        }
        assertFalse(message.contains("cret"), message);
    }

    @Test
    void theKeyIsInNoText() {
        JudgeAddress address = JudgeAddress.of(TestConfig.of("http://host", "m", "hidden-key", MINUTE, 0))
                .orElseThrow();
        assertFalse(address.toString().contains("hidden-key"));
        assertEquals("bad key ***", address.shown("bad key hidden-key"));
        assertEquals(203, address.shown("x".repeat(10_000)).length());
    }

    private static String refused(TestConfig config) {
        return assertThrows(IllegalArgumentException.class, () -> JudgeAddress.of(config))
                .getMessage();
    }
}
