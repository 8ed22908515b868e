package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a field that a request's schema does not have is called there: names that other tools give a field, from
 * {@code schemas/other-names.json}, and misspelt names. The file has a table for each object of the schemas, under the title
 * of its schema or, of an object without a title, {@code <title>.<path>}. {@code fields} lists the other names of each
 * field; {@code remedies} lists the names of what is said in another way, under what to do.
 */
final class OtherNames {
    private static final String FILE = "schemas/other-names.json";

    /** No field's name is nearly as long. */
    private static final int LONGEST = 64;

    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> remedies = new HashMap<>();

    OtherNames() {
        read().properties().forEach(object -> {
            put(object.getKey(), object.getValue().path("fields"), fields);
            put(object.getKey(), object.getValue().path("remedies"), remedies);
        });
    }

    /** The field that other tools call so, if there is one. */
    Optional<String> field(String object, String name) {
        return Optional.ofNullable(fields.get(key(object, canonical(name))));
    }

    /** What to do instead, where no field has the same meaning. */
    Optional<String> remedy(String object, String name) {
        return Optional.ofNullable(remedies.get(key(object, canonical(name))));
    }

    /**
     * The name that was probably meant: the one at the smallest distance, if that is at most a quarter of the name's
     * length and 3; at least 1 is allowed. {@code maxLength} and {@code --max-length} are at distance 0 from
     * {@code max_length}.
     */
    static Optional<String> closest(String name, Collection<String> known) {
        String sent = canonical(name);
        int least = Math.max(1, Math.min(3, sent.length() / 4)) + 1;
        Optional<String> closest = Optional.empty();
        for (String each : known) {
            if (sent.length() <= LONGEST && Math.abs(each.length() - sent.length()) < least) {
                int distance = distance(sent, each);
                if (distance < least) {
                    least = distance;
                    closest = Optional.of(each);
                }
            }
        }
        return closest;
    }

    /** Changed, missing, additional and exchanged neighbouring characters (optimal string alignment). */
    static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int least = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
                least = Math.min(least, distances[i - 1][j - 1] + changed);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least = Math.min(least, distances[i - 2][j - 2] + 1);
                }
                distances[i][j] = least;
            }
        }
        return distances[one.length()][other.length()];
    }

    /** In snake case: options of a command and camel case name the same fields. */
    private static String canonical(String name) {
        return name.length() > LONGEST
                ? name
                : name.replaceAll("^-+", "")
                        .replace('-', '_')
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT);
    }

    private static void put(String object, JsonNode table, Map<String, String> names) {
        table.properties()
                .forEach(entry ->
                        entry.getValue().forEach(name -> names.put(key(object, name.asText()), entry.getKey())));
    }

    private static String key(String object, String name) {
        return object + " " + name;
    }

    private static JsonNode read() {
        try (InputStream in = Fault.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no table of other names at " + FILE);
            }
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
