package io.tiltmeter.results.application.run;

import io.tiltmeter.servicekit.json.Json;
import java.util.Optional;

/**
 * Which series a request selects.
 *
 * @param suite name or id of a suite; the run's first conflict suite if absent
 * @param scorer the rule that judges; {@code contains} if absent
 * @param arm how the suite was prompted; the run's main arm if absent
 * @param slice as {@code DIMENSION:VALUE}: only its items count
 */
public record SeriesQuery(
        Optional<String> suite, Optional<String> scorer, Optional<String> arm, Items items, Optional<String> slice) {
    public static final SeriesQuery DEFAULT =
            new SeriesQuery(Optional.empty(), Optional.empty(), Optional.empty(), Items.ALL, Optional.empty());

    public enum Items {
        ALL,
        /** Those whose memory answer the base model gives without the context. */
        KNOWN;

        /** The name in requests and responses. */
        public String id() {
            return Json.name(this);
        }
    }

    /** The same of another suite. */
    public SeriesQuery of(String otherSuite) {
        return new SeriesQuery(Optional.of(otherSuite), scorer, arm, items, slice);
    }
}
