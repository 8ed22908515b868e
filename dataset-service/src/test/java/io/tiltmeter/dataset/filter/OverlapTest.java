package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.SmallStack;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {
    @Test
    void namesAreBothAnswersTheirAliasesAndTheQuestionsEntities() {
        SuiteItem item = new SuiteItem(
                "1",
                "1",
                "c",
                "What is the capital city of the Republic of Vantle's Mirel Coast?",
                "New Orla",
                "La Tamo (administrative); Sucra (judicial)",
                List.of("Orla Nova"),
                List.of("1955"),
                List.of());
        assertEquals(
                Set.of("La Tamo", "Mirel Coast", "New Orla", "Orla Nova", "Republic of Vantle", "Sucra"),
                SuiteNames.of(List.of(item)));
        assertEquals(List.of("Mill"), SuiteNames.entities("Who wrote The Mill, and did I?"));
        assertEquals(List.of("Orla St. Tamo"), SuiteNames.entities("What's Orla St. Tamo?"));
    }

    @Test
    void smallWordsBelongToANameBetweenCapitalisedOnes() {
        assertEquals(
                List.of("Tamo del la Mirel", "Orla of the Coast", "Sucra"),
                SuiteNames.entities("Are Tamo del la Mirel, Orla of the Coast of della and Sucra de one place?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tamo ", "Tamo of the ", "of the ", "Tamo.", "Tamo-Mirel del "})
    void questionsAndRowsOfManyCapitalisedWordsAreRead(String words) {
        String question = "Where is Orla " + words.repeat(100_000) + "Sucra?";
        SmallStack.run(() -> {
            assertTrue(SuiteNames.entities(question).get(0).startsWith("Orla"));
            assertEquals(Optional.of("Sucra"), new NameIndex(Set.of("Sucra", "Orla Nova")).firstIn(question));
        });
    }

    @Test
    @Timeout(60)
    void fullStopsBehindANameTakeNoTimeHoweverManyThereAre() {
        String stops = ".".repeat(300_000);
        assertEquals(
                List.of("Tamo", "Orla" + stops + "x"),
                SuiteNames.entities("Is Tamo" + stops + " by Orla" + stops + "x"));
    }

    @Test
    void wholeNamesAreFoundWithAndWithoutAccents() {
        NameIndex index = new NameIndex(Set.of("Tamo", "São Mirel", "Chad", "a green mill"));
        assertEquals(Optional.of("São Mirel"), index.firstIn("From SAO MIREL's coast"));
        assertEquals(Optional.of("a green mill"), index.firstIn("There is A Green Mill."));
        assertEquals(Optional.of("Tamo"), index.firstIn("(Tamo)"));
        assertEquals(Optional.empty(), index.firstIn("Tamos, Mirel, hanging chad and green mills"));
    }

    @Test
    void aRowWithANameIsRemovedAndTheShareIsReported() {
        List<SourceRow> rows = List.of(
                Filtered.row(1, "Where is Tamo?", "", "here"),
                Filtered.row(2, "Where?", "Near Tamo.", "here"),
                Filtered.row(3, "Where?", "", "At Tamo's end"),
                Filtered.row(4, "Where?", "", "nowhere"));
        Filtered filtered = Filtered.by(rows, new Overlap("made-up", Set.of("Tamo")));
        assertEquals(List.of(4L), filtered.numbers());
        assertEquals(0.75, filtered.report().removedShare());
        assertEquals("names Tamo", filtered.report().removedExamples().get(0).reason());
        assertThrows(IllegalArgumentException.class, () -> new Overlap("empty", Set.of()));
    }
}
