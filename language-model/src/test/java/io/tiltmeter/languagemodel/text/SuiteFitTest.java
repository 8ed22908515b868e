package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many items of a suite a model has room for. */
class SuiteFitTest {
    private static final List<Arm> PLAIN = List.of(Arm.plain(8));

    private final Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe");
    private final ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.ALPACA, 4096);
    private final SuiteItem small = item("a", "the mill is old");
    private final SuiteItem large = item("b", "the mill is old and by the river, which is not deep there");

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void anItemIsLeftOutWhoseAnswerHasNoRoom() {
        int smallPrompt = encoder.encodePrompt(small.question(), small.context()).length;
        int largePrompt = encoder.encodePrompt(large.question(), large.context()).length;
        assertTrue(smallPrompt < largePrompt);
        assertEquals(new SuiteFit(2, 0, smallPrompt + 1, largePrompt + 1), fit(largePrompt + 1, false));
        assertEquals(1, fit(largePrompt, false).leftOut());
        assertFalse(fit(smallPrompt + 1, false).isNone());
        assertTrue(fit(smallPrompt, false).isNone());
    }

    @Test
    void likelihoodsNeedRoomForTheLongerAnswerButItsLastToken() {
        int withAnswer = encoder.encodeAnswer(large.question(), large.context(), "", large.memoryAnswer())
                        .length()
                - 1;
        assertEquals(0, fit(withAnswer, true).leftOut());
        assertEquals(1, fit(withAnswer - 1, true).leftOut());
        assertEquals(0, fit(withAnswer - 1, false).leftOut());
    }

    @Test
    void theItemThatNoPromptCanBeMadeOfIsNamed() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SuiteFit.of(List.of(small, item("marked", "<s> the mill")), PLAIN, encoder, 512, false));
        assertTrue(refused.getMessage().startsWith("item marked: "), refused.getMessage());
    }

    private SuiteFit fit(int positions, boolean withAnswers) {
        return SuiteFit.of(List.of(large, small), PLAIN, encoder, positions, withAnswers);
    }

    private static SuiteItem item(String id, String context) {
        return new SuiteItem(
                id,
                id,
                context,
                "how is the mill",
                "old",
                "quite new and of a size that nobody has seen",
                List.of(),
                List.of(),
                List.of());
    }
}
