package io.tiltmeter.dataset.facts;

import io.tiltmeter.dataset.lab.Draws;
import java.util.ArrayList;
import java.util.List;

/** Writes passages that tell one fact among sentences that say nothing of it. */
final class Passages {
    private Passages() {}

    /**
     * A passage.
     *
     * @param words how many it has
     */
    record Passage(String text, PassageStyle style, int words) {
        /** What it is tagged with. */
        List<String> tags() {
            return List.of("style:" + style.label(), "length:" + PassageLength.label(words));
        }
    }

    /**
     * A passage in a random style and of a random length.
     *
     * @param unsaid what must not be in the sentences around the fact, such as its true answer
     */
    static Passage write(Draws draws, PublicFact fact, List<String> unsaid) {
        PassageStyle style = draws.oneOf(List.of(PassageStyle.values()));
        PassageLength length = draws.oneOf(List.of(PassageLength.values()));
        int wanted = length.least() + draws.below(length.most() - length.least() + 1);
        List<String> sentences = new ArrayList<>(List.of(told(draws, style, fact)));
        sentences.add(0, draws.oneOf(without(unsaid, style.sentences("before"))));
        sentences.add(draws.oneOf(without(unsaid, style.sentences("after"))));
        for (String more : draws.shuffled(without(unsaid, style.sentences("more")))) {
            if (words(sentences) >= wanted) {
                break;
            }
            sentences.add(1 + draws.below(sentences.size() - 1), more);
        }
        return new Passage(String.join(style.separator(), sentences), style, words(sentences));
    }

    private static String told(Draws draws, PassageStyle style, PublicFact fact) {
        return draws.oneOf(style.sentences("fact"))
                .replace("{statement}", draws.oneOf(fact.relation().statements(fact)))
                .replace("{fields}", String.join("\n", fact.relation().fields(fact)));
    }

    private static List<String> without(List<String> unsaid, List<String> sentences) {
        return sentences.stream()
                .filter(sentence -> !Words.hasAny(sentence, unsaid))
                .toList();
    }

    private static int words(List<String> sentences) {
        return String.join(" ", sentences).split("\\s+").length;
    }
}
