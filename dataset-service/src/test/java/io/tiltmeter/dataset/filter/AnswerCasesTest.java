package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.AnswerCase;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The overlap filter removes every row in which a scorer finds a name, if it has two letters or more. Names are given in
 * lower case here: one in upper case would be looked for in upper case alone.
 */
class AnswerCasesTest {
    private static final int MIN_LETTERS = 2;

    static List<AnswerCase> cases() {
        return AnswerCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aRowThatAScorerFindsANameInIsRemoved(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            for (String name : names(form)) {
                boolean found = isIn(form.text(), name);
                assertTrue(!found || isRemoved(form.text(), name), () -> name + " in " + form);
            }
        }
    }

    /** Of "Paris, London" a scorer does not take "Paris London" for a part, and the filter does. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void punctuationBetweenWordsIsTheOnlyDifference(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            for (String name : names(form)) {
                assertEquals(
                        isIn(words(form.text()), words(name)),
                        isRemoved(form.text(), name),
                        () -> name + " in " + form);
            }
        }
    }

    private static List<String> names(AnswerCase form) {
        return Stream.concat(Stream.of(form.answer()), form.aliases().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> words(name).replace(" ", "").length() >= MIN_LETTERS)
                .toList();
    }

    private static String words(String text) {
        return NormalisedText.of(text).wordsOnly();
    }

    private static boolean isIn(String text, String name) {
        return Answer.of(name, List.of()).isIn(NormalisedText.of(text));
    }

    private static boolean isRemoved(String text, String name) {
        List<SourceRow> rows = List.of(Filtered.row(1, "Where?", text, "-"));
        return Filtered.by(rows, new Overlap("made-up", Set.of(name))).numbers().isEmpty();
    }
}
