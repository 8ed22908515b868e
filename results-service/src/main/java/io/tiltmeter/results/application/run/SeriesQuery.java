package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Which series is asked for, as the query says it.
 *
 * @param suite name or id of a suite; the run's first conflict suite if absent
 * @param scorer the rule that judges; {@code contains} if absent
 * @param arm how the suite was put to the model; the run's main arm if absent
 * @param items which items count
 * @param slice as {@code DIMENSION:VALUE}: items outside of it do not count
 */
public record SeriesQuery(
        Optional<String> suite, Optional<String> scorer, Optional<String> arm, Items items, Optional<String> slice) {
    /** What is shown to who says nothing. */
    public static final SeriesQuery DEFAULT =
            new SeriesQuery(Optional.empty(), Optional.empty(), Optional.empty(), Items.ALL, Optional.empty());

    /** What {@code scorer} means in a query, for OpenAPI. */
    public static final String SCORER = "the rule that judges; contains by default";

    /** What {@code arm} means. */
    public static final String ARM = "how the suite was put to the model; the run's main arm by default";

    /** What {@code items} means. */
    public static final String ITEMS =
            "all, or known for those whose memory answer the base model gives without the context";

    /** What {@code slice} means. */
    public static final String SLICE = "only the items of this slice, as DIMENSION:VALUE; a curve lists what there is";

    /** Which items of a suite count. */
    public enum Items {
        ALL,
        /** Those whose memory answer the base model gives without the context. */
        KNOWN;

        /** The name in queries and answers. */
        public String id() {
            return Json.name(this);
        }
    }

    /**
     * Reads the query.
     *
     * @param items {@code all} or {@code known}; all if absent
     * @throws InvalidRequest if it is another
     */
    public static SeriesQuery of(
            Optional<String> suite, Optional<String> scorer, Optional<String> arm, Optional<String> items) {
        return new SeriesQuery(suite, scorer, arm, itemsOf(items.orElse("all")), Optional.empty());
    }

    /** The same, asked of a slice. */
    public SeriesQuery sliced(Optional<String> wanted) {
        return new SeriesQuery(suite, scorer, arm, items, wanted);
    }

    /** The same, asked of another suite. */
    public SeriesQuery of(String otherSuite) {
        return new SeriesQuery(Optional.of(otherSuite), scorer, arm, items, slice);
    }

    private static Items itemsOf(String name) {
        for (Items items : Items.values()) {
            if (items.id().equals(name)) {
                return items;
            }
        }
        throw new InvalidRequest(
                List.of(new Fault("items", name, "is neither all nor known", "leave it out for all items")));
    }
}
