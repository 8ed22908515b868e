package io.tiltmeter.dataset.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.filter.Filtered;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextRuleTest {
    private static final String PASSAGE =
            "Orla walks to the mill of Vantle every day. ".repeat(5).strip();

    @Test
    void theContextFieldIsTheContext() {
        assertSplit("In Vantle.", "Where?", ContextRule.split(Filtered.row(1, "Where?", "In Vantle.", "a")));
        assertEquals(Optional.empty(), ContextRule.split(Filtered.row(1, "Where?", " ", "a")));
        SourceRow alpaca = Filtered.row(1, "Text: In Vantle. Question: Where?", "", "a");
        assertEquals(Optional.empty(), ContextRule.split(alpaca), "Alpaca's input is blank");
    }

    @Test
    void aLabelBeginsTheContextAndAnotherEndsIt() {
        assertSplit("In Vantle.", "Where?", ContextRule.split("Background: In Vantle. \"Question\": Where?"));
        assertSplit(
                "In Vantle.\nBy day.",
                "Answer it.\nWhere?",
                ContextRule.split("Answer it.\nContext: In Vantle.\nBy day.\n\nQuestion: Where?"));
        assertSplit("In Vantle.", "Where is it?", ContextRule.split("Where is it?\n\nText: In Vantle."));
    }

    @Test
    void aFencedBlockIsTheContext() {
        assertSplit("x = 1", "What is x?\nTell me.", ContextRule.split("What is x?\n```python\nx = 1\n```\nTell me."));
    }

    @Test
    void longParagraphsNextToShortOnesAreTheContext() {
        assertSplit(PASSAGE, "Who walks?", ContextRule.split("Who walks?\n\n" + PASSAGE));
        assertEquals(Optional.empty(), ContextRule.split(PASSAGE), "a passage alone has no question");
        assertEquals(Optional.empty(), ContextRule.split("Who walks?\n\nTell me soon."));
    }

    @Test
    void wordsWithinATextAreNoLabel() {
        assertEquals(Optional.empty(), ContextRule.split("What does the word context: mean?"));
        assertEquals(Optional.empty(), ContextRule.split("Context: In Vantle."), "there is no question");
    }

    @Test
    void onlyTurnsOfTheUserHaveContext() {
        SourceRow row = new SourceRow(
                1,
                "",
                "Context: system\nQuestion: none",
                ContextLocation.WITHIN_TURNS,
                "",
                List.of(
                        new Turn(Role.USER, "Hello?"),
                        new Turn(Role.ASSISTANT, "Context: mine\nQuestion: yours?"),
                        new Turn(Role.USER, "Context: In Vantle.\nQuestion: Where?"),
                        new Turn(Role.ASSISTANT, "Vantle")));
        assertSplit("In Vantle.", "Where?", ContextRule.split(row));
    }

    private static void assertSplit(String context, String question, Optional<ContextSplit> split) {
        assertEquals(Optional.of(new ContextSplit(context, question)), split);
    }
}
