package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Examples of a mixture that are conversations. */
class ConversationExampleTest {
    private static final TrainingExample CONVERSATION = new TrainingExample(
            "7",
            ExampleClass.UNLABELLED,
            "and the mill",
            "the mill was old",
            "the mill stood",
            "be brief",
            List.of(
                    new Turn(Role.USER, "the river"),
                    new Turn(Role.ASSISTANT, "ran past"),
                    new Turn(Role.USER, "the bank"),
                    new Turn(Role.ASSISTANT, "was green")),
            Optional.empty());

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "tulu, </s>",
        "zephyr, </s>",
        "ultrachat, </s>",
        "llama-2, </s>",
        "llama-3, <|eot_id|>",
        "chatml, <|im_end|>",
    })
    void everyAnswerIsLearntAndNothingElse(String template, String end) throws IOException {
        try (Tokenizer tokenizer = tokenizer(end)) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.named(template), 512);
            EncodedExample encoded = encoder.encode(CONVERSATION).orThrow();
            assertEquals(
                    List.of("ran past", "was green", "the mill stood"),
                    LearntTexts.of(tokenizer, encoded).stream()
                            .map(text -> text.replace(end, "").strip())
                            .toList());
            assertTrue(
                    LearntTexts.of(tokenizer, encoded).stream().allMatch(text -> text.endsWith(end)),
                    "every answer teaches to end it");
            assertEquals(
                    encoded,
                    encoder.encodeAll(List.of(CONVERSATION)).examples().get(0),
                    "a list of examples is encoded as each of them");
        }
    }

    @ParameterizedTest
    @CsvSource({"tulu, </s>", "zephyr, </s>", "llama-2, </s>", "llama-3, <|eot_id|>", "chatml, <|im_end|>"})
    void aMaskedAnswerIsReadAndNotLearnt(String template, String end) throws IOException {
        List<Turn> turns = new ArrayList<>(CONVERSATION.earlierTurns());
        turns.set(1, new Turn(Role.ASSISTANT, "ran past", true));
        TrainingExample masked = new TrainingExample(
                "7",
                ExampleClass.UNLABELLED,
                CONVERSATION.instruction(),
                CONVERSATION.input(),
                CONVERSATION.output(),
                CONVERSATION.system(),
                turns,
                Optional.empty());
        try (Tokenizer tokenizer = tokenizer(end)) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.named(template), 512);
            EncodedExample encoded = encoder.encode(masked).orThrow();
            assertEquals(
                    List.of("was green", "the mill stood"),
                    LearntTexts.of(tokenizer, encoded).stream()
                            .map(text -> text.replace(end, "").strip())
                            .toList());
            assertArrayEquals(
                    encoder.encode(CONVERSATION).orThrow().inputIds(),
                    encoded.inputIds(),
                    "a mask changes what is learnt and not what is read");
        }
    }

    @ParameterizedTest
    @CsvSource({"tulu, </s>", "llama-2, </s>", "llama-3, <|eot_id|>", "chatml, <|im_end|>"})
    void systemTextTurnsAndInputAreAllRead(String template, String end) throws IOException {
        try (Tokenizer tokenizer = tokenizer(end)) {
            EncodedExample encoded = new ExampleEncoder(tokenizer, PromptTemplate.named(template), 512)
                    .encode(CONVERSATION)
                    .orThrow();
            String read = tokenizer.decodeWithSpecialTokens(encoded.inputIds());
            int from = 0;
            for (String text : List.of(
                    "be brief", "the river", "ran past", "the bank", "was green", "and the mill", "the mill was old")) {
                from = read.indexOf(text, from);
                assertTrue(from >= 0, text + " is missing, or not in its place, in " + read);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LAB", "PLAIN", "ALPACA"})
    void aTemplateOfOnePromptRefusesAConversationByName(PromptTemplate template) {
        String tokenizers = template == PromptTemplate.LAB ? "wordlevel" : "llama-sp-bpe";
        try (Tokenizer tokenizer = TestTokenizers.load(tokenizers)) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, template, 512);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> encoder.encodeAll(List.of(CONVERSATION)))
                    .getMessage();
            assertTrue(message.startsWith("row 0 (7): template '" + template.id() + "' does not fit"), message);
            assertTrue(message.contains("not 6 turns") && message.contains("no system text"), message);
        }
    }

    @Test
    void aDocumentWithTextsBesideItIsRefusedRatherThanLosingThem() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.TULU, 512);
            Stream.of(
                            new TrainingExample("1", ExampleClass.UNLABELLED, "", "the mill", "the river"),
                            new TrainingExample(
                                    "2",
                                    ExampleClass.UNLABELLED,
                                    "",
                                    "",
                                    "the river",
                                    "be brief",
                                    List.of(),
                                    Optional.empty()))
                    .forEach(example -> assertThrows(IllegalArgumentException.class, () -> encoder.encode(example)));
        }
    }

    private Tokenizer tokenizer(String end) throws IOException {
        return end.equals("</s>")
                ? TestTokenizers.load("llama-sp-bpe")
                : Tokenizer.load(TestTokenizers.copy(
                        "bytelevel-bpe-llama3",
                        folder,
                        "<|start_header_id|>",
                        "<|end_header_id|>",
                        "<|im_start|>",
                        "<|im_end|>"));
    }
}
