package io.tiltmeter.evaluator.application.judge;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long to wait before another attempt. */
final class RetryDelay {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofMinutes(2);

    private RetryDelay() {}

    /**
     * Twice as long each time, and as long as the server asks for.
     *
     * @param failures so far, at least 1
     * @param asked what the server asked for
     * @return nothing if the server asks for longer than anyone should wait here
     */
    static Optional<Duration> before(int failures, Optional<Duration> asked) {
        Duration own = FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
        Duration wait = own.compareTo(LONGEST) > 0 ? LONGEST : own;
        if (asked.filter(time -> time.compareTo(LONGEST) > 0).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(asked.filter(time -> time.compareTo(wait) > 0).orElse(wait));
    }

    /** What a {@code Retry-After} header asks for, in seconds or as a date (RFC 9110, 10.2.3); nothing if it is neither. */
    static Optional<Duration> asked(String header, Clock clock) {
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty(); // a header that nobody can read asks for nothing
        }
    }
}
