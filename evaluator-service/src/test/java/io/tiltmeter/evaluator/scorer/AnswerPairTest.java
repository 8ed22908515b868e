package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.PromptStyle;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.TinyCheckpoint;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerPairTest {
    private static final Arm PLAIN = Arm.plain(24);
    private static final Arm BEGUN =
            new Arm("begun", "{question}", "{context}", "the capital is", 0, Optional.empty(), 24);
    private static final Arm WITHOUT = Arm.of("without", PromptStyle.WITHOUT_CONTEXT, 24);
    private static final SuiteItem ITEM = new SuiteItem(
            "i", "c", "S1 is A1 .", "where is S1 ?", "A1 A2", "A3", List.of("A4"), List.of("A5"), List.of());

    @TempDir
    Path folder;

    @Test
    void bothAnswersStandBehindTheArmsOwnPrompt() throws IOException {
        TinyCheckpoint.write(folder, 1);
        try (AnsweringModel answering = AnsweringModel.load(folder)) {
            ExampleEncoder encoder = encoder(answering, 48);
            AnswerPair plain = AnswerPair.of(encoder, PLAIN, ITEM);
            assertArrayEquals(
                    encoder.encodePrompt(ITEM.question(), ITEM.context()),
                    plain.contextAnswer().contextIds());
            AnswerPair begun = AnswerPair.of(encoder, BEGUN, ITEM);
            assertArrayEquals(
                    encoder.encodePrompt(ITEM.question(), ITEM.context(), "the capital is"),
                    begun.memoryAnswer().contextIds());
            AnswerPair without = AnswerPair.of(encoder, WITHOUT, ITEM);
            assertArrayEquals(
                    encoder.encodePrompt(ITEM.question(), ""),
                    without.memoryAnswer().contextIds());
            for (AnswerPair pair : List.of(plain, begun, without)) {
                AnswerLikelihoods found = pair.likelihoods(answering.model().logLikelihoods(pair.requests()));
                assertEquals(2, found.contextAnswer().tokenIds().size());
                assertEquals(
                        List.of(pair.memoryAnswer().continuationIds()[0]),
                        found.memoryAnswer().tokenIds());
                assertTrue(found.contextAnswer().meanNats() < 0);
            }
            assertNotEquals(
                    plain.likelihoods(answering.model().logLikelihoods(plain.requests()))
                            .marginNats(),
                    without.likelihoods(answering.model().logLikelihoods(without.requests()))
                            .marginNats());
        }
    }

    @Test
    void whatTheModelCannotReadIsRefusedByName() throws IOException {
        TinyCheckpoint.write(folder, 1);
        try (AnsweringModel answering = AnsweringModel.load(folder)) {
            ExampleEncoder encoder = encoder(answering, 8);
            String message = assertThrows(IllegalArgumentException.class, () -> AnswerPair.of(encoder, PLAIN, ITEM))
                    .getMessage();
            assertTrue(message.contains("item i") && message.contains("8 positions"), message);
        }
    }

    private static ExampleEncoder encoder(AnsweringModel answering, int positions) {
        return new ExampleEncoder(answering.tokenizer(), PromptTemplate.LAB, positions);
    }
}
