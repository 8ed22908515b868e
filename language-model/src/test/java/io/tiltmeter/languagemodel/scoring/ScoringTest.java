package io.tiltmeter.languagemodel.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of the scores that the conformance data leaves out. */
class ScoringTest {

    /** Results of Python 3.11; Java's own lower case and word borders differ in each. */
    @ParameterizedTest
    @CsvSource({
        "ΑΣ_the_ end, αςthe end",
        "ΑΣ'Α ΟΔΟΣ, ασα οδος",
        "\ud801\udc00the mill, \ud801\udc28the mill",
        "a\u0301 b, \u0301 b",
        "İstanbul, i\u0307stanbul",
        "the\u001cmill\u0085x, mill x",
        "½a a², ½a a²",
    })
    void answersAreNormalisedAsPythonDoes(String answer, String normal) {
        assertEquals(normal, SquadAnswer.normalize(answer));
    }

    @Test
    void anAnswerWithoutRightOnesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SquadScore.of("x", List.of()));
    }

    @Test
    void theFirstOfEqualsIsPicked() {
        assertEquals(new ChoicePicks(0, 1, 1), ChoicePicks.of(List.of(-2.0, -2.0), List.of("a", "bb")));
        assertEquals(
                new ChoicePicks(0, 0, 1),
                ChoicePicks.of(List.of(-4.0, -4.0), List.of("aa", "éé")),
                "equal for each character, not for each byte");
    }

    @Test
    void choicesThatCannotBeComparedAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ChoicePicks.of(List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> ChoicePicks.of(List.of(-1.0), List.of("a", "b")));
        assertThrows(IllegalArgumentException.class, () -> ChoicePicks.of(List.of(-1.0), List.of("")));
        assertThrows(IllegalArgumentException.class, () -> ChoicePicks.of(List.of(Double.NaN), List.of("a")));
    }
}
