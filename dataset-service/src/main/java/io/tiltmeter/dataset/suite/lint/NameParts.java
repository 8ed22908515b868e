package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.dataset.suite.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a name by which somebody still knows whom or what it means: "Clemens", but neither "the" nor "River". */
public final class NameParts {
    private static final int SHORTEST = 3;

    /** Words that many names share. */
    private static final Set<String> SHARED = Set.of(
            "the",
            "and",
            "von",
            "van",
            "der",
            "den",
            "del",
            "las",
            "los",
            "bin",
            "ibn",
            "city",
            "town",
            "village",
            "mount",
            "mountain",
            "mountains",
            "river",
            "lake",
            "sea",
            "ocean",
            "island",
            "islands",
            "desert",
            "bay",
            "gulf",
            "canal",
            "valley",
            "forest",
            "park",
            "tower",
            "wall",
            "bridge",
            "palace",
            "cathedral",
            "church",
            "museum",
            "university",
            "great",
            "grand",
            "big",
            "new",
            "old",
            "north",
            "south",
            "east",
            "west",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "san",
            "santa",
            "sao",
            "saint",
            "port",
            "fort",
            "cape",
            "united",
            "states",
            "kingdom",
            "republic",
            "people",
            "province",
            "state",
            "king",
            "queen",
            "emperor",
            "empress",
            "prince",
            "princess",
            "president",
            "sir",
            "lord",
            "lady",
            "pope");

    private NameParts() {}

    /** Whether many names have this folded word. */
    public static boolean isShared(String folded) {
        return SHARED.contains(folded);
    }

    /** Capitalised words of a name of two words or more, folded, without those that many names share. */
    static List<String> of(Words name) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < name.size() && name.size() > 1; i++) {
            String word = name.folded().get(i);
            if (word.length() >= SHORTEST
                    && Character.isUpperCase(name.written().get(i).codePointAt(0))
                    && !SHARED.contains(word)) {
                parts.add(word);
            }
        }
        return parts;
    }

    /** Whether a folded word stands in a text with a capital. */
    static boolean standsAsName(String part, Words text) {
        for (int i = 0; i < text.size(); i++) {
            if (text.folded().get(i).equals(part)
                    && Character.isUpperCase(text.written().get(i).codePointAt(0))) {
                return true;
            }
        }
        return false;
    }
}
