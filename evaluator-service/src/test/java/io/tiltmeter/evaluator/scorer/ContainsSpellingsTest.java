package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.answertext.AnswerCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spellings that count as the answer, and similar ones that do not. */
class ContainsSpellingsTest {
    private final ContainsScorer scorer = new ContainsScorer();

    static List<AnswerCase> cases() {
        return AnswerCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aSpellingIsFoundOrNotInEveryUnicodeForm(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            boolean found =
                    scorer.find(form.text(), form.answer(), form.aliases()).isPresent();
            assertEquals(form.found(), found, form::toString);
        }
    }
}
