package io.tiltmeter.dataset.augmentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Words that mark names, by kind; read from {@code name-words.txt} in this package. All are normalised. */
final class NameWords {
    private static final Map<String, Set<String>> WORDS = load("name-words.txt");

    private NameWords() {}

    static boolean isTitle(String word) {
        return is("title", word) || is("title he", word) || is("title she", word);
    }

    /** The pronoun that a title implies; empty if it implies none. */
    static String pronounOfTitle(String word) {
        return is("title he", word) ? "he" : is("title she", word) ? "she" : "";
    }

    static boolean isSuffix(String word) {
        return is("suffix", word);
    }

    static boolean isParticle(String word) {
        return is("particle", word);
    }

    static boolean marksPlace(String word) {
        return is("place", word);
    }

    static boolean marksOrganisation(String word) {
        return is("organisation", word);
    }

    static boolean isProfession(String word) {
        return is("profession", word);
    }

    static boolean followsPerson(String word) {
        return is("personal", word);
    }

    /** Words that begin sentences, and are no names. */
    static boolean isFunction(String word) {
        return is("function", word);
    }

    /** Names that are words too, or months. */
    static boolean isAmbiguous(String word) {
        return is("ambiguous", word);
    }

    private static boolean is(String kind, String word) {
        return WORDS.get(kind).contains(word);
    }

    /** Lines {@code kind: word word}, repeated kinds joined. */
    static Map<String, Set<String>> load(String resource) {
        Map<String, Set<String>> words = new HashMap<>();
        for (String line : lines(resource)) {
            String[] sides = line.split(": ", 2);
            words.computeIfAbsent(sides[0], kind -> new HashSet<>()).addAll(List.of(sides[1].split(" ")));
        }
        return words;
    }

    /** Lines of a resource of this package, without comments. */
    static List<String> lines(String resource) {
        try (InputStream bytes = NameWords.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException(
                        "resource " + resource + " is missing from the package of " + NameWords.class.getName());
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }
}
