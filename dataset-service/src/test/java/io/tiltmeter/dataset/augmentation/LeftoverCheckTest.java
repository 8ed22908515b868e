package io.tiltmeter.dataset.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.AnswerCase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoverCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Here Orla Mae Vantle sat. | LEFTOVER_NAME",
                "here orla-mae VANTLE sat. | LEFTOVER_NAME",
                "By Vantle's mill. | LEFTOVER_PART",
                "By the vantle. | LEFTOVER_PART",
                "Orla sat. | LEFTOVER_PART",
                "Va\u0301ntle sat. | LEFTOVER_PART",
                "Van\u00adtle sat. | LEFTOVER_PART",
                "\uff36\uff41\uff4e\uff54\uff4c\uff45 sat. | LEFTOVER_PART",
                "orla@vantle.example | LEFTOVER_PART",
                "The Vantles sat. | LEFTOVER_DERIVED",
                "A Vantlean idea. | LEFTOVER_DERIVED",
                "Write to orlamaevantle7. | LEFTOVER_DERIVED",
                "Write to ovantle. | LEFTOVER_DERIVED",
                "By Van-tle's mill. | LEFTOVER_DERIVED",
                "O r l a M a e V a n t l e | LEFTOVER_DERIVED",
                "O. M. V. sat. | LEFTOVER_DERIVED",
                "Then OMV sat. | LEFTOVER_DERIVED",
                "Mimble sat. | LEFTOVER_ALIAS",
                "Old Tarn sat. | LEFTOVER_ALIAS",
            })
    void findsEveryTraceOfAPerson(String text, SkipReason left) {
        assertEquals(
                Optional.of(left),
                check(Augmented.person("Orla Mae Vantle", "Mimble", "Tarn Welk"))
                        .in(TextWords.of(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Brindo Quasp sat by the mill.", "Orl sat.", "A mae.", "covantled", "", "\uD83D\uDE00"})
    void findsNoTraceInOtherWords(String text) {
        assertEquals(Optional.empty(), check(Augmented.person("Orla Vantle")).in(TextWords.of(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The Dutch sat. | LEFTOVER_DERIVED",
                "In the netherlands. | LEFTOVER_NAME",
            })
    void findsAdjectivesOfACountry(String text, SkipReason left) {
        assertEquals(
                Optional.of(left), check(Augmented.place("the Netherlands")).in(TextWords.of(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "George Orwell | A man named Blair sat. | LEFTOVER_ALIAS",
                "Mark Twain | Clemens sat. | LEFTOVER_ALIAS",
                "Raphael | Here Sanzio sat. | LEFTOVER_ALIAS",
                "Kim Jong-un | Jong sat. | LEFTOVER_PART",
            })
    void knowsOtherNamesOfWellKnownPeople(String name, String text, SkipReason left) {
        assertEquals(Optional.of(left), check(Augmented.person(name)).in(TextWords.of(text)));
    }

    static List<AnswerCase> cases() {
        return AnswerCase.all().stream().filter(AnswerCase::found).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsTheNameWhereAScorerFindsItAsAnAnswer(AnswerCase written) {
        for (AnswerCase form : written.inEveryForm()) {
            Entity entity = Augmented.person("Orla Vantle")
                    .withAliases(Stream.concat(Stream.of(form.answer()), form.aliases().stream())
                            .toList());
            assertTrue(check(entity).in(TextWords.of(form.text())).isPresent(), form::toString);
        }
    }

    private static LeftoverCheck check(Entity entity) {
        return new LeftoverCheck(EntityNames.of(entity));
    }
}
