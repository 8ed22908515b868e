package io.tiltmeter.dataset.augmentation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Known names: countries with their adjectives, their capitals, some large cities, and
 * common first names. Small on purpose: most names are recognised by the words around them.
 */
final class Gazetteer {
    private static final Gazetteer BUILT_IN = new Gazetteer();
    private static final String ARTICLE = "the ";

    private final Map<List<String>, String> sortOfPlace = new HashMap<>();
    private final Map<List<String>, List<String>> adjectives = new HashMap<>();
    private final Map<String, String> pronounOfFirstName = new HashMap<>();

    private Gazetteer() {
        for (String line : NameWords.lines("places.txt")) {
            String[] parts = line.split(" *\\| *", -1);
            if (!parts[0].isBlank()) {
                boolean article = parts[0].startsWith(ARTICLE);
                List<String> country = normalised(article ? parts[0].substring(ARTICLE.length()) : parts[0]);
                sortOfPlace.put(country, article ? "the country" : "country");
                adjectives.put(country, listed(parts[1]));
            }
            listed(parts[2]).forEach(city -> sortOfPlace.put(normalised(city), "city"));
        }
        NameWords.load("first-names.txt")
                .forEach((pronoun, names) -> names.forEach(name -> pronounOfFirstName.put(
                        String.join(" ", normalised(name)), pronoun.equals("either") ? "" : pronoun)));
    }

    static Gazetteer builtIn() {
        return BUILT_IN;
    }

    private static List<String> listed(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" *, *"));
    }

    private static List<String> normalised(String name) {
        return TextWords.of(name).allNormalised();
    }

    /** Whether it is a country or a city, as in {@link Entity#sort}; empty if it is not known. */
    Optional<String> place(List<String> normalised) {
        return Optional.ofNullable(sortOfPlace.get(normalised));
    }

    boolean isCountry(List<String> normalised) {
        return adjectives.containsKey(normalised);
    }

    /** Adjectives of a country, such as {@code Dutch}; none if it is no country. */
    List<String> adjectives(List<String> normalised) {
        return adjectives.getOrDefault(normalised, List.of());
    }

    /** {@code he}, {@code she}, or empty where both are common; absent if it is no known first name. */
    Optional<String> pronounOfFirstName(String normalised) {
        return Optional.ofNullable(pronounOfFirstName.get(normalised));
    }

    /** The sort as far as the name alone shows it. */
    String sortOf(String name, EntityType type) {
        boolean article = name.strip().startsWith(ARTICLE);
        List<String> words = normalised(article ? name.strip().substring(ARTICLE.length()) : name);
        if (words.isEmpty()) {
            return "";
        }
        return switch (type) {
            case PERSON -> pronounOfFirstName(words.get(0)).orElse("");
            case PLACE -> place(words).orElseGet(() -> sort(article, words, NameWords::marksPlace));
            case ORGANISATION -> sort(article, words, NameWords::marksOrganisation);
            case YEAR -> "";
        };
    }

    /** The marking word at the end or the beginning of a name. */
    static String sort(boolean article, List<String> words, Predicate<String> marks) {
        return Stream.of(words.get(words.size() - 1), words.get(0))
                .filter(marks)
                .findFirst()
                .map(word -> (article ? ARTICLE : "") + word)
                .orElse("");
    }
}
