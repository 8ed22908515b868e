package io.tiltmeter.contracts.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that are written once for several seeds: {@code {seed}} in any of their texts stands for the seed. */
public final class SeedTexts {
    /** Stands for the seed. */
    public static final String SEED = "{seed}";

    /** The field of a request that is the seed itself, a number. */
    private static final String SEED_FIELD = "seed";

    private SeedTexts() {}

    /** The value of a JSON document with this seed in its texts, at any depth. */
    public static Object withSeed(Object value, long seed) {
        if (value instanceof String text) {
            return text.replace(SEED, Long.toString(seed));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> withSeed(element, seed)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> replaced = new LinkedHashMap<>();
            map.forEach((name, each) -> replaced.put(name, withSeed(each, seed)));
            return replaced;
        }
        return value;
    }

    /** A request with this seed; its own seed, written as {@code "{seed}"}, becomes the number. */
    public static Map<String, Object> request(Map<String, Object> template, long seed) {
        Map<String, Object> request = new LinkedHashMap<>();
        template.forEach((field, value) -> request.put(
                field, field.equals(SEED_FIELD) && SEED.equals(value) ? (Object) seed : withSeed(value, seed)));
        return request;
    }
}
