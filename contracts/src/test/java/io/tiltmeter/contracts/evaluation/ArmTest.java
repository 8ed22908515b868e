package io.tiltmeter.contracts.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ArmTest {
    private static final String QUESTION = "Where is {context} spoken?";
    private static final String CONTEXT = "In {question} they say so.";

    @Test
    void everyStyleShowsTheQuestionAndAllButOneTheContext() {
        for (PromptStyle style : PromptStyle.values()) {
            Arm arm = Arm.of("a", style, 24);
            String shown = arm.instruction("Who?", "A text.") + arm.input("Who?", "A text.");
            assertEquals(1, occurrences(shown, "Who?"), style.id());
            assertEquals(
                    style == PromptStyle.WITHOUT_CONTEXT ? 0 : 1, occurrences(shown, "A text."), style.id() + shown);
        }
    }

    @Test
    void placesInsideTheTextsThemselvesStayAsTheyAre() {
        Arm arm = Arm.of("a", PromptStyle.BACKGROUND, 24);
        assertEquals("Background: " + CONTEXT + " \"Question\": " + QUESTION, arm.instruction(QUESTION, CONTEXT));
        assertEquals("", arm.input(QUESTION, CONTEXT));
    }

    @Test
    void aQuestionWithoutContextIsAskedAsItStands() {
        Arm arm = Arm.of("a", PromptStyle.OPINION, 24);
        assertEquals("Who?", arm.instruction("Who?", " "));
        assertEquals("", arm.input("Who?", " "));
    }

    @Test
    void aNameThatNoPathCouldHoldIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Arm.of("A/B", PromptStyle.TEMPLATE, 24));
    }

    private static int occurrences(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
