package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other names of people, which a suite does not give: a context with "Clemens" in it still names Mark Twain. The built-in
 * table has well-known birth and pen names; a caller adds its own.
 */
public final class KnownNames {
    private static final String RESOURCE = "known-names.txt";

    private final Map<String, List<String>> othersOf;

    private KnownNames(Map<String, List<String>> othersOf) {
        this.othersOf = othersOf;
    }

    /** @param othersOf other names by name, whose words are compared as those of answers are */
    public static KnownNames of(Map<String, List<String>> othersOf) {
        Map<String, List<String>> normalised = new LinkedHashMap<>();
        othersOf.forEach((name, others) -> normalised.put(key(name), List.copyOf(others)));
        return new KnownNames(normalised);
    }

    /** The table that comes with the service. */
    public static KnownNames builtIn() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        text().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] sides = line.split(" = ", 2);
            names.put(sides[0], Arrays.asList(sides[1].split("; ")));
        });
        return of(names);
    }

    /** This table with entries added or replaced. */
    public KnownNames with(Map<String, List<String>> more) {
        Map<String, List<String>> all = new LinkedHashMap<>(othersOf);
        all.putAll(of(more).othersOf);
        return new KnownNames(all);
    }

    /** Other names of this one; none if it is not in the table. */
    public List<String> of(String name) {
        return othersOf.getOrDefault(key(name), List.of());
    }

    private static String key(String name) {
        return NormalisedText.of(name).wordsOnly();
    }

    private static String text() {
        try (InputStream bytes = KnownNames.class.getResourceAsStream(RESOURCE)) {
            if (bytes == null) {
                throw new IllegalStateException(
                        "resource " + RESOURCE + " is missing from the package of " + KnownNames.class.getName());
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + RESOURCE, e);
        }
    }
}
