package io.tiltmeter.dataset.lab;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes names of syllables: unique, and none of them a word of the sentences. */
public final class NameMaker {
    private final Draws draws;
    private final Set<String> taken = new HashSet<>();
    private final List<String> first;
    private final List<String> middle;
    private final List<String> placeEndings;
    private final List<String> personEndings;

    /** @param words that no name is */
    public NameMaker(Draws draws, Set<String> words) {
        this.draws = draws;
        words.forEach(word -> taken.add(word.toLowerCase(Locale.ROOT)));
        SectionedText syllables = SectionedText.read(NameMaker.class, "names.txt");
        first = syllables.words("first");
        middle = syllables.words("middle");
        placeEndings = syllables.words("endings of places, subjects and things");
        personEndings = syllables.words("endings of persons");
    }

    /** A place, a subject or a thing. */
    public String place() {
        return fresh(placeEndings);
    }

    /** One of a person. */
    public String person() {
        return fresh(personEndings);
    }

    private String fresh(List<String> endings) {
        String name;
        do {
            name = draws.oneOf(first) + draws.oneOf(middle) + draws.oneOf(endings);
        } while (!taken.add(name));
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
