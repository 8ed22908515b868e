package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.answertext.AnswerCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spellings that a reader takes for the answer, and those that look alike and are another. */
class ContainsSpellingsTest {
    private final ContainsScorer scorer = new ContainsScorer();

    static List<AnswerCase> cases() {
        return AnswerCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aSpellingCountsAsAReaderTakesItInEveryUnicodeForm(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            boolean found =
                    scorer.find(form.text(), form.answer(), form.aliases()).isPresent();
            assertEquals(form.found(), found, form::toString);
        }
    }
}
