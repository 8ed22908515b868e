package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemClassTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', Paris, SUBJECT_CRITICAL",
        "'', Paris, '', SUBJECT_CRITICAL",
        "the text, Paris, '', CONTEXT_CRITICAL",
        "the text, Paris, Paris, NON_CONTEXT_CRITICAL",
        "the text, '', Paris, UNLABELLED"
    })
    void theClassIsWhereTheAnswerIs(String context, String contextAnswer, String memoryAnswer, ExampleClass expected) {
        SuiteItem item = new SuiteItem(
                "1", "1", context, "Which?", contextAnswer, memoryAnswer, List.of(), List.of(), List.of());
        assertEquals(expected, ItemClass.of(item));
    }
}
