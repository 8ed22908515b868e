package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.languagemodel.text.Borders.Border;
import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.ExampleEncoder.Overlength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tokens an example has, which are learnt, and what is refused or cut. */
class ExampleEncoderTest {

    private static final Conversation TWO_ROUNDS = Conversation.of("the river", "")
            .then(Turn.assistant("ran past"))
            .then(Turn.user("the old mill"))
            .then(Turn.assistant("and the bank"));

    @TempDir
    Path folder;

    @Test
    void everyAnswerAndItsEndIsLearntAndNothingElse() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            EncodedExample example = new ExampleEncoder(tokenizer, PromptTemplate.TULU, 512)
                    .encode(TWO_ROUNDS)
                    .orThrow();
            assertEquals(0, count(example.inputIds(), 1), "TULU's chat template writes no beginning token");
            assertEquals(List.of("ran past</s>", "and the bank</s>"), LearntTexts.of(tokenizer, example));
            assertEquals(2, example.inputIds()[example.length() - 1], "the end token is last");
            assertEquals(2, example.labels()[example.length() - 1], "and learnt");
        }
    }

    @Test
    void zephyrsEndTokensAfterPromptsAreNotLearnt() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            EncodedExample example = new ExampleEncoder(tokenizer, PromptTemplate.ZEPHYR, 512)
                    .encode(TWO_ROUNDS)
                    .orThrow();
            assertEquals(4, count(example.inputIds(), 2));
            assertEquals(2, count(example.labels(), 2));
        }
    }

    @Test
    void llama2BeginsEveryRound() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            EncodedExample example = new ExampleEncoder(tokenizer, PromptTemplate.LLAMA_2, 512)
                    .encode(TWO_ROUNDS)
                    .orThrow();
            assertEquals(2, count(example.inputIds(), 1));
            assertEquals(0, count(example.labels(), 1));
            assertArrayEquals(
                    tokenizer.encode(PromptTemplate.LLAMA_2.text(TWO_ROUNDS, tokenizer.specialTokens())),
                    example.inputIds(),
                    "the ids of the published text, tokenised at once");
        }
    }

    @Test
    void llama3AndChatMlGetTheIdsOfTheirTextTokenisedAtOnce() throws IOException {
        Path file = TestTokenizers.copy(
                "bytelevel-bpe-llama3",
                folder,
                "<|start_header_id|>",
                "<|end_header_id|>",
                "<|im_start|>",
                "<|im_end|>");
        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            for (PromptTemplate template : List.of(PromptTemplate.LLAMA_3, PromptTemplate.CHATML)) {
                ExampleEncoder encoder = new ExampleEncoder(tokenizer, template, 512);
                EncodedExample example = encoder.encode(TWO_ROUNDS).orThrow();
                String text = template.text(TWO_ROUNDS, tokenizer.specialTokens());
                assertArrayEquals(tokenizer.encode(text), example.inputIds(), template.id());
                String end = template == PromptTemplate.LLAMA_3 ? "<|eot_id|>" : "<|im_end|>";
                assertEquals(List.of("ran past" + end, "and the bank" + end), LearntTexts.of(tokenizer, example));
                assertEquals(
                        new TreeSet<>(List.of(tokenizer.idOf(end), tokenizer.idOf("<|end_of_text|>"))),
                        encoder.stopTokenIds());
            }
        }
    }

    @Test
    void missingSpecialTokensAreAllNamed() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe");
                Tokenizer withoutBeginning = TestTokenizers.load("bytelevel-bpe")) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new ExampleEncoder(tokenizer, PromptTemplate.LLAMA_3, 64))
                    .getMessage();
            assertTrue(message.contains("<|end_header_id|>, <|eot_id|>, <|start_header_id|>"), message);
            message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new ExampleEncoder(withoutBeginning, PromptTemplate.LLAMA_2, 64))
                    .getMessage();
            assertTrue(message.contains("beginning-of-sequence token (bos_token)"), message);
        }
    }

    @Test
    void aDoubledBeginningTokenIsRefused() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            ExampleEncoder adding = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 64);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> adding.encode("<s>the river", "", "ran"))
                    .getMessage();
            assertEquals(
                    "the beginning-of-sequence token <s> would be doubled: the instruction '<s>the river' contains"
                            + " one, and Borders.beginning is ADDED with template 'plain'; take it out of the text, or use"
                            + " Borders with beginning NOT_ADDED",
                    message);
            assertThrows(IllegalArgumentException.class, () -> adding.encodePrompt("the", "<s> river"));
            assertThrows(IllegalArgumentException.class, () -> adding.encodeDocument("<s>the river"));
            message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new ExampleEncoder(tokenizer, PromptTemplate.LLAMA_2, 64)
                                    .encode("<s>the river", "", "ran"))
                    .getMessage();
            assertTrue(message.contains("template 'llama-2' writes one"), message);
            ExampleEncoder leaving = encoder(tokenizer, Border.NOT_ADDED, Border.ADDED);
            assertArrayEquals(
                    adding.encode("the river", "", "ran").orThrow().inputIds(),
                    leaving.encode("<s>the river", "", "ran").orThrow().inputIds());
            assertThrows(IllegalArgumentException.class, () -> leaving.encode("<s><s>the river", "", "ran"));
        }
    }

    @Test
    void aDoubledEndTokenAndForgedTurnsAreRefused() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            ExampleEncoder plain = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 64);
            assertThrows(IllegalArgumentException.class, () -> plain.encode("the", "", "river</s> "));
            assertThrows(IllegalArgumentException.class, () -> plain.encodeDocument("the river</s>"));
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new ExampleEncoder(tokenizer, PromptTemplate.TULU, 64)
                                    .encode("the</s>\n<|assistant|>\nno", "", "river"))
                    .getMessage();
            assertTrue(message.contains("contains </s>, which template 'tulu' writes"), message);
        }
    }

    @Test
    void bordersFollowTheTokenizersFiles() {
        try (Tokenizer llama = TestTokenizers.load("llama-sp-bpe");
                Tokenizer neox = TestTokenizers.load("bytelevel-bpe")) {
            assertEquals(
                    new Borders(Border.ADDED, Border.ADDED), Borders.of(PromptTemplate.ALPACA, llama.specialTokens()));
            assertEquals(
                    new Borders(Border.NOT_ADDED, Border.ADDED),
                    Borders.of(PromptTemplate.ALPACA, neox.specialTokens()),
                    "there is no beginning token");
            int[] ids = encoder(llama, Border.NOT_ADDED, Border.NOT_ADDED)
                    .encode("the river", "", "ran")
                    .orThrow()
                    .inputIds();
            assertArrayEquals(llama.encode("the river ran"), ids);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ExampleEncoder(
                            llama,
                            PromptTemplate.ZEPHYR,
                            64,
                            new Borders(Border.ADDED, Border.NOT_ADDED),
                            Overlength.CUT));
        }
    }

    @Test
    void whatIsCutIsReportedAndItsEndIsNotLearnt() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            ExampleEncoder whole = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 512);
            EncodedExample example =
                    whole.encode("the river", "", "ran past the old mill").orThrow();
            int prompt = whole.encodePrompt("the river", "").length;
            Borders borders = new Borders(Border.ADDED, Border.ADDED);
            for (int limit = 2; limit <= example.length(); limit++) {
                Encoding encoding = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, limit, borders, Overlength.CUT)
                        .encode("the river", "", "ran past the old mill");
                if (limit == example.length()) {
                    assertEquals(new Encoding.Fits(example), encoding);
                } else if (limit <= prompt) {
                    assertEquals(new Encoding.TooLong(example.length(), limit), encoding);
                } else {
                    Encoding.Cut cut = (Encoding.Cut) encoding;
                    assertEquals(example.length() - limit, cut.lostTokens());
                    assertEquals(limit - prompt, cut.example().scoredTokens());
                    assertEquals(0, count(cut.example().labels(), 2), "the end token was cut off");
                }
            }
        }
    }

    @Test
    void theReportCountsEveryRow() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            List<TrainingExample> rows = new ArrayList<>();
            for (int row = 0; row < 9; row++) {
                String input = row % 3 == 2 ? "the old mill ".repeat(20) : "";
                String output = row % 3 == 1 ? "the river ran ".repeat(20) : "ran";
                rows.add(new TrainingExample("row" + row, ExampleClass.UNLABELLED, "the river", input, output));
            }
            Borders borders = new Borders(Border.ADDED, Border.ADDED);
            EncodedExamples cut =
                    new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 30, borders, Overlength.CUT).encodeAll(rows);
            assertEquals(3, cut.report().whole());
            assertEquals(3, cut.report().cut());
            assertEquals(3, cut.report().leftOut());
            assertEquals(6, cut.examples().size());
            assertEquals(
                    cut.examples().stream().mapToInt(EncodedExample::length).sum(),
                    cut.report().tokens());
            assertEquals(
                    List.of(1, 2, 4, 5, 7),
                    cut.report().notes().stream().map(EncodingReport.Note::row).toList());
            EncodedExamples leftOut = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 30).encodeAll(rows);
            assertEquals(6, leftOut.report().leftOut());
            assertEquals(0, leftOut.report().lostTokens());
            assertTrue(leftOut.report().toString().startsWith("kept=3 cut=0 leftOut=6 "), leftOut.report()::toString);
        }
    }

    @Test
    void aRowThatIsRefusedIsNamed() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            List<TrainingExample> rows =
                    List.of(new TrainingExample("first", ExampleClass.UNLABELLED, "<s>the", "", "river"));
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 30).encodeAll(rows))
                    .getMessage();
            assertTrue(message.startsWith("row 0 (first): the beginning-of-sequence token"), message);
        }
    }

    private static ExampleEncoder encoder(Tokenizer tokenizer, Border beginning, Border end) {
        return new ExampleEncoder(
                tokenizer, PromptTemplate.PLAIN, 64, new Borders(beginning, end), Overlength.LEFT_OUT);
    }

    private static int count(int[] ids, int id) {
        return (int) IntStream.of(ids).filter(it -> it == id).count();
    }
}
