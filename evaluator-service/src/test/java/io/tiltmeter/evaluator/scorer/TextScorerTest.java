package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextScorerTest {
    private static final SuiteItem ITEM =
            new SuiteItem("i", "c", "", "q", "Giza", "Cairo", List.of(), List.of(), List.of());

    @Test
    void theFirstAnswerIsThatOfTheOutcomeAndTheOthersFollow() {
        ItemOutcome outcome = new ContainsScorer().score(ITEM, List.of("Giza", "Cairo", "nowhere", "Giza"));
        assertEquals("Giza", outcome.generated());
        assertEquals(Optional.of(new AnswerSpan("Giza", 0, 4)), outcome.contextSpan());
        assertEquals(3, outcome.furtherAnswers().size());
        assertEquals(0.5, outcome.contextShare());
        assertEquals(0.25, outcome.memoryShare());
    }

    @Test
    void anItemWithoutAnAnswerIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ItemOutcome.of(ITEM, List.of()));
    }
}
