package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.evaluator.scorer.FoldedText.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Words that speak of one answer and not of the other.
 *
 * @param spelling of the answer, as the suite has it
 * @param words folded: a discriminative word of it, or the whole spelling
 * @param hidden folded spellings of the other answer; words inside one of them do not count
 */
record MentionWords(String spelling, String words, List<String> hidden) {
    /** What stands in names and beside them: articles, prepositions, name particles, the commonest adjectives. */
    private static final Set<String> STOP_WORDS =
            Set.of(("a al an and as at bin by city da das de del della den der des di do dos du e east el en et for "
                            + "from great he her his ibn in into is it its la las le les los new no north not of old on or san she south "
                            + "st that the their they this to und under van von was were west who with y")
                    .split(" "));

    /** All words that speak of an answer with these spellings, beside one with those of the other. */
    static List<MentionWords> of(FoldedText question, List<Spelling> own, List<Spelling> others) {
        Set<String> shared = words(own);
        shared.retainAll(words(others));
        shared.addAll(question.words());
        List<Spelling> undecided = others.stream()
                .filter(other -> discriminative(other, shared).isEmpty())
                .toList();
        List<MentionWords> all = new ArrayList<>();
        for (Spelling spelling : own) {
            List<String> deciding = discriminative(spelling, shared);
            if (others.isEmpty() || deciding.isEmpty() || undecided.stream().anyMatch(spelling::holds)) {
                List<String> around = others.stream()
                        .filter(other -> other.holds(spelling))
                        .map(Spelling::answer)
                        .toList();
                all.add(new MentionWords(spelling.text(), spelling.answer(), around));
            } else {
                deciding.forEach(word -> all.add(new MentionWords(spelling.text(), word, List.of())));
            }
        }
        return all;
    }

    /** Where they stand first, if anywhere. */
    Optional<AnswerSpan> first(FoldedText text) {
        List<Place> taken = hidden.stream().flatMap(text::places).toList();
        return text.places(words)
                .filter(place -> taken.stream().noneMatch(place::isWithin))
                .findFirst()
                .map(place -> text.span(place, spelling));
    }

    private static Set<String> words(List<Spelling> spellings) {
        Set<String> words = new HashSet<>();
        spellings.forEach(spelling -> words.addAll(spelling.words()));
        return words;
    }

    private static List<String> discriminative(Spelling spelling, Set<String> shared) {
        return spelling.words().stream()
                .filter(word -> !shared.contains(word) && !STOP_WORDS.contains(word) && !isSingleLetter(word))
                .distinct()
                .toList();
    }

    /** Initials, and what stands behind an apostrophe; an ideograph is a word. */
    private static boolean isSingleLetter(String word) {
        return word.length() == 1 && Character.isLetter(word.charAt(0)) && !Character.isIdeographic(word.charAt(0));
    }
}
