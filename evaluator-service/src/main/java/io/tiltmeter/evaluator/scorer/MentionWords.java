package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.Mention;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.answertext.NormalisedText.Place;
import io.tiltmeter.answertext.NormalisedText.Word;
import io.tiltmeter.answertext.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Words that identify one answer and not the other.
 *
 * @param spelling of the answer, as the suite has it
 * @param words normalised: a discriminative word of it, or the whole spelling
 * @param hidden normalised spellings of the other answer; words inside one of them do not count
 */
record MentionWords(Spelling spelling, String words, List<String> hidden) {
    /** Frequent words in names and next to them: articles, prepositions, name particles, the commonest adjectives. */
    private static final Set<String> STOP_WORDS =
            Set.of(("a al an and as at bin by city da das de del della den der des di do dos du e east el en et for "
                            + "from great he her his ibn in into is it its la las le les los new no north not of old on or san she south "
                            + "st that the their they this to und under van von was were west who with y")
                    .split(" "));

    /** All words that identify an answer and not the other one. */
    static List<MentionWords> of(NormalisedText question, Answer answer, Answer other) {
        List<Spelling> own = answer.spellings();
        List<Spelling> others = other.spellings();
        Set<String> shared = words(own);
        shared.retainAll(words(others));
        shared.addAll(words(question));
        List<Spelling> undecided = others.stream()
                .filter(spelling -> discriminative(spelling, shared).isEmpty())
                .toList();
        List<MentionWords> all = new ArrayList<>();
        for (Spelling spelling : own) {
            List<String> deciding = discriminative(spelling, shared);
            if (others.isEmpty() || deciding.isEmpty() || undecided.stream().anyMatch(spelling::contains)) {
                List<String> hidden = others.stream()
                        .filter(around -> around.contains(spelling))
                        .map(Spelling::answer)
                        .toList();
                all.add(new MentionWords(spelling, spelling.answer(), hidden));
            } else {
                deciding.forEach(word -> all.add(new MentionWords(spelling, word, List.of())));
            }
        }
        return all;
    }

    /** Where they stand first, if anywhere. */
    Optional<Mention> first(NormalisedText text) {
        List<Place> taken = hidden.stream().flatMap(text::places).toList();
        boolean isWhole = words.equals(spelling.answer());
        return (isWhole ? spelling.places(text) : text.places(words))
                .filter(place -> taken.stream().noneMatch(place::isWithin))
                .findFirst()
                .map(place -> text.mention(place, spelling.text()));
    }

    private static List<String> words(NormalisedText text) {
        return text.words().stream().map(Word::text).toList();
    }

    private static Set<String> words(List<Spelling> spellings) {
        Set<String> words = new HashSet<>();
        spellings.forEach(spelling -> words.addAll(words(spelling.normalised())));
        return words;
    }

    private static List<String> discriminative(Spelling spelling, Set<String> shared) {
        return words(spelling.normalised()).stream()
                .filter(word -> !shared.contains(word) && !STOP_WORDS.contains(word) && !isSingleLetter(word))
                .distinct()
                .toList();
    }

    /** Initials, and what follows an apostrophe; an ideograph is a word. */
    private static boolean isSingleLetter(String word) {
        return word.length() == 1 && Character.isLetter(word.charAt(0)) && !Character.isIdeographic(word.charAt(0));
    }
}
