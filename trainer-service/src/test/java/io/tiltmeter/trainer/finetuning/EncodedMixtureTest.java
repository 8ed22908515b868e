package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncodedMixtureTest {
    private static final int ROWS = 1 << 20;

    private static final TrainingExample CONVERSATION = new TrainingExample(
            "talk",
            ExampleClass.UNLABELLED,
            "and the bank ?",
            "",
            "the bank was green",
            "",
            List.of(new Turn(Role.USER, "the river ?"), new Turn(Role.ASSISTANT, "ran past")),
            Optional.empty());

    @Test
    void everyAnswerOfAConversationIsTrainedOn() {
        EncodedMixture mixture = EncodedMixture.encode(List.of(CONVERSATION), encoder(PromptTemplate.TULU), ROWS);
        int answers = 2 + 4;
        int ends = 2;
        assertEquals(
                answers + ends,
                mixture.batch(new int[] {0}, Requests.settings("").batching()).lossTokens());
    }

    @Test
    void anExampleThatTheTemplateRefusesIsNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> EncodedMixture.encode(List.of(CONVERSATION), encoder(PromptTemplate.ALPACA), ROWS))
                .getMessage();
        assertTrue(message.startsWith("example talk: template 'alpaca' does not fit"), message);
    }

    @Test
    void anExampleWithATokenThatTheEmbeddingLacksIsNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> EncodedMixture.encode(List.of(CONVERSATION), encoder(PromptTemplate.TULU), 3))
                .getMessage();
        assertTrue(message.startsWith("example talk has the token of id "), message);
        assertTrue(message.contains("the model's embedding has rows for ids 0 to 2"), message);
    }

    private static ExampleEncoder encoder(PromptTemplate template) {
        return new ExampleEncoder(new CountingTokenizer(), template, 512);
    }
}
