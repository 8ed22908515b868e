package io.tiltmeter.evaluator.application.judge;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The waits between attempts: twice as long each time, and as long as the judge's {@code Retry-After} asks for. */
final class JudgeBackoff implements CustomBackoffStrategy {
    static final Duration FIRST_WAIT = Duration.ofMillis(500);
    static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private Duration next;

    JudgeBackoff(Duration firstWait) {
        this.next = firstWait;
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(MAX_WAIT) > 0 ? MAX_WAIT : next.multipliedBy(2);
        Optional<Duration> requested =
                failure instanceof FailedAttempt attempt ? attempt.retryAfter() : Optional.empty();
        return requested.filter(time -> time.compareTo(wait) > 0).orElse(wait).toMillis();
    }

    /** The wait of a {@code Retry-After} header, in seconds or as a date (RFC 9110, 10.2.3); nothing if it is neither. */
    static Optional<Duration> retryAfter(String header, Clock clock) {
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty(); // a header that cannot be parsed is ignored
        }
    }

    /** An attempt that may go better another time. */
    static final class FailedAttempt extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Optional<Duration> retryAfter;

        FailedAttempt(String reason, Optional<Duration> retryAfter, Throwable cause) {
            super(reason, cause);
            this.retryAfter = retryAfter;
        }

        Optional<Duration> retryAfter() {
            return retryAfter;
        }

        /** Whether the judge asks for a longer wait than any evaluation should take. */
        boolean isTooLongAWait() {
            return retryAfter.filter(time -> time.compareTo(MAX_WAIT) > 0).isPresent();
        }
    }
}
