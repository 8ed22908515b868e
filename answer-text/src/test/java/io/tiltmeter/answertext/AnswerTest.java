package io.tiltmeter.answertext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTest {
    static List<AnswerCase> cases() {
        return AnswerCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aSpellingCountsAsAReaderTakesItInEveryUnicodeForm(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            Answer answer = Answer.of(form.answer(), form.aliases());
            assertEquals(form.found(), answer.isIn(NormalisedText.of(form.text())), form::toString);
        }
    }

    @Test
    void theTableHasEnoughOfBoth() {
        long found = cases().stream().filter(AnswerCase::found).count();
        assertEquals(422, cases().size());
        assertTrue(found >= 200 && cases().size() - found >= 80, found + " of " + cases().size() + " are found");
    }

    @Test
    void ofSpellingsThatBeginTogetherTheLongerOneIsReported() {
        Answer answer = Answer.of("York", List.of("New York", "New York City"));
        assertEquals(
                Optional.of(new Mention("New York City", 3, 16)),
                answer.firstIn(NormalisedText.of("In New York City, not York")));
    }
}
