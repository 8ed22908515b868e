package io.tiltmeter.dataset.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are skipped, each with its reason, and rows with unusual text. */
class SkippedRowsTest {
    private static final Entity ORLA = Augmented.person("Orla Vantle");
    private static final Entity BRINDO = Augmented.person("Brindo Quasp");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no_context | Who sat? | `` | Orla Vantle",
                "no_entity | Who sat? | Nobody sat there. | Orla Vantle",
                "no_entity | Who sat? | Orla Vantle sat. | Nobody did",
                "in_question | Did Orla Vantle sit? | Orla Vantle sat. | Orla Vantle",
                "in_question | Did Vantle sit? | Orla Vantle sat. | Orla Vantle",
                "name_shared | Who sat? | Orla Vantle and Tarn Vantle sat. | Orla Vantle",
                "name_shared | Who sat? | Orla Vantle sat by Vantle Bridge. | Orla Vantle",
                "name_shared | Who sat? | Orla Vantle sat with Tarn de la Vantle. | Orla Vantle",
                "other_name_told | Who sat? | Orla Vantle sat. His pen name was Welk. | Orla Vantle",
                "leftover_part | Who sat? | Orla Vantle sat on a vantle. | Orla Vantle",
                "leftover_derived | Who sat? | Orla Vantle had a Vantlean hat. | Orla Vantle",
                "leftover_derived | Who sat? | Orla Vantle sat. Write to orlavantle9. | Orla Vantle",
                "too_few_substitutes | Who sat? | Orla Vantle sat by Brindo. | Orla Vantle",
            })
    void skippedRowsAreReportedWithTheirReason(String reason, String question, String context, String answer) {
        SourceRow row = Augmented.row(1, question, context, answer);
        assertEquals(reason, Augmented.replacing(ORLA, BRINDO, row).skipped());
    }

    @Test
    void aNameWithinAnotherIsShared() {
        SourceRow row =
                Augmented.row(1, "What was the seat?", "From Ravenmoor they went to New Ravenmoor.", "Ravenmoor");
        assertEquals(
                "name_shared",
                Augmented.replacing(Augmented.place("Ravenmoor"), Augmented.place("Quaspia"), row)
                        .skipped());
    }

    @Test
    void aRowWhoseSystemTextNamesTheEntityIsSkipped() {
        SourceRow row = Augmented.conversation(
                1, "You are Orla Vantle.", "Context: Orla Vantle sat.\nQuestion: Who sat?", "Orla Vantle");
        assertEquals("in_question", Augmented.replacing(ORLA, BRINDO, row).skipped());
    }

    @Test
    void laterTurnsFollowTheAnswer() {
        SourceRow row = Augmented.conversation(
                1,
                "",
                "Hello",
                "Hi",
                "Context: Orla Vantle sat.\nQuestion: Who sat?",
                "Orla Vantle did.",
                "And did Vantle stand?",
                "No, Orla's hat fell.");
        Augmented augmented = Augmented.replacing(ORLA, BRINDO, row);
        assertEquals(
                List.of(
                        "Hello",
                        "Hi",
                        "Context: Brindo Quasp sat.\nQuestion: Who sat?",
                        "Brindo Quasp did.",
                        "And did Quasp stand?",
                        "No, Brindo's hat fell."),
                augmented.rows().get(0).row().turns().stream()
                        .map(turn -> turn.text())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"Orla.* (Vantle", "O$1rla V\\antle", "Orla [Vantle]+", "\uD835\uDD46rla Vantle"})
    void namesMayContainCharactersOfRegularExpressions(String name) {
        SourceRow row = Augmented.row(1, "Who sat?", "Then " + name + " sat.", name);
        Augmented augmented = Augmented.replacing(Augmented.person(name), Augmented.person("Brin$1do Qu\\asp"), row);
        for (AugmentedRow made : augmented.rows()) {
            String context = made.row().context();
            assertTrue(context.contains("Brin$1do") && context.contains("Qu\\asp"), context);
        }
        assertEquals(1, augmented.rows().size() + augmented.report().skipped().size(), augmented::toString);
    }

    @Test
    void veryLongRowsAreAugmented() {
        String long1 = "Orla Vantle sat. " + "The mill turned and nobody came by. ".repeat(5000) + "Vantle stood.";
        String long2 = "Ab-".repeat(30_000) + " Orla Vantle sat.";
        for (String context : List.of(long1, long2)) {
            Augmented augmented =
                    Augmented.replacing(ORLA, BRINDO, Augmented.row(1, "Who sat?", context, "Orla Vantle"));
            assertEquals(1, augmented.rows().size(), augmented.skipped());
        }
    }
}
