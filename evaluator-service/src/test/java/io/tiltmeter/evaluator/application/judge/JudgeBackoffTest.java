package io.tiltmeter.evaluator.application.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.evaluator.application.judge.JudgeBackoff.FailedAttempt;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeBackoffTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final JudgeBackoff backoff = new JudgeBackoff(JudgeBackoff.FIRST_WAIT);

    @Test
    void waitsDoubleUpToTwoMinutes() {
        List<Long> waits = Stream.generate(() -> backoff.nextDelayInMillis(new IOException("broken")))
                .limit(10)
                .toList();
        assertEquals(List.of(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 64_000L, 120_000L, 120_000L), waits);
    }

    @Test
    void aLongerWaitOfTheServerIsKeptAndAShorterOneIsNot() {
        assertEquals(7000, backoff.nextDelayInMillis(failure("7")));
        assertEquals(30_000, backoff.nextDelayInMillis(failure("Thu, 01 Jan 2026 00:00:30 GMT")));
        assertEquals(2000, backoff.nextDelayInMillis(failure("0")));
        assertEquals(4000, backoff.nextDelayInMillis(failure("soon")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    7                             | PT7S
                    Thu, 01 Jan 2026 00:00:30 GMT | PT30S
                    Wed, 31 Dec 2025 23:00:00 GMT | PT0S
                    soon                          |
                    -1                            |
                    """)
    void aHeaderIsSecondsOrADate(String header, Duration wait) {
        assertEquals(Optional.ofNullable(wait), JudgeBackoff.retryAfter(header, CLOCK));
    }

    @Test
    void moreThanTwoMinutesIsTooLong() {
        assertTrue(failure("121").isTooLongAWait());
        assertFalse(failure("120").isTooLongAWait());
    }

    private static FailedAttempt failure(String retryAfter) {
        return new FailedAttempt("busy", JudgeBackoff.retryAfter(retryAfter, CLOCK), null);
    }
}
