package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's word-level tokenizer.json with its templates. */
class LabTextTest {

    private static final List<String> WORDS = List.of(
            "<pad>",
            "<bos>",
            "<eos>",
            "###",
            "Instruction",
            "Input",
            "Response",
            ":",
            "what",
            "is",
            "the",
            "capital",
            "of",
            "zorland",
            "?",
            "velmar",
            ".");

    @TempDir
    Path folder;

    private Tokenizer tokenizer;

    @BeforeEach
    void load() throws IOException {
        tokenizer = Tokenizer.load(wordLevel(folder.resolve("tokenizer.json")));
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void specialTokensAreOneTokenEach() {
        assertArrayEquals(
                new int[] {1, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 2},
                tokenizer.encode("<bos> ### Instruction : what is the capital of zorland ? <eos>"));
    }

    @Test
    void decodingJoinsWordsBySpacesAndLeavesSpecialTokensOut() {
        assertEquals("the capital of zorland", tokenizer.decode(new int[] {1, 10, 11, 12, 13, 2, 0, 0}));
        assertEquals("", tokenizer.decode(new int[0]));
    }

    @Test
    void longTextsAreNeitherCutNorPadded() {
        assertEquals(3000, tokenizer.encode("the ".repeat(3000)).length);
        assertEquals(1, tokenizer.encode("the").length);
    }

    @Test
    void tokensAreFoundByName() {
        assertEquals(2, tokenizer.idOf("<eos>"));
        assertEquals(16, tokenizer.idOf("."));
        assertEquals(OptionalInt.empty(), tokenizer.find("nowhere"));
        assertThrows(IllegalArgumentException.class, () -> tokenizer.idOf("nowhere"));
        assertEquals(WORDS.size(), tokenizer.vocabularySize());
    }

    @Test
    void lossIsTakenOnTheResponseOnly() {
        ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.LAB, 64);
        EncodedExample example = encoder.encode("what is the capital ?", "the capital is velmar .", "velmar")
                .orThrow();
        assertArrayEquals(
                new int[] {1, 3, 4, 7, 8, 9, 10, 11, 14, 3, 5, 7, 10, 11, 9, 15, 16, 3, 6, 7, 15, 2},
                example.inputIds());
        int[] labels = example.labels();
        for (int t = 0; t < 20; t++) {
            assertEquals(EncodedExample.IGNORED, labels[t], "label " + t);
        }
        assertEquals(15, labels[20]);
        assertEquals(2, labels[21]);
        assertEquals(2, example.scoredTokens());
        int[] prompt = encoder.encodePrompt("what is the capital ?", "the capital is velmar .");
        assertEquals(20, prompt.length);
    }

    /** The ids of the lab's examples never change: prompt and answer tokenised separately, special tokens as words. */
    @Test
    void labIdsAreThoseOfPromptAndAnswerApart() {
        Random random = new Random(3);
        ExampleEncoder lab = new ExampleEncoder(tokenizer, PromptTemplate.LAB, 512);
        ExampleEncoder plain = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 512);
        for (int time = 0; time < 300; time++) {
            String instruction = words(random);
            String input = random.nextBoolean() ? " " : words(random);
            String output = words(random);
            String context = input.isBlank() ? "" : " ### Input : " + input.strip();
            assertApart(
                    "<bos> ### Instruction : " + instruction.strip() + context + " ### Response :",
                    output.strip() + " <eos>",
                    lab.encode(instruction, input, output).orThrow());
            assertApart(
                    ("<bos> " + instruction.strip() + " " + input.strip()).strip(),
                    output.strip() + " <eos>",
                    plain.encode(instruction, input, output).orThrow());
            int[] document = tokenizer.encode("<bos> " + output.strip() + " <eos>");
            assertEquals(
                    new EncodedExample(document, document),
                    lab.encodeDocument(output).orThrow());
            assertEquals(
                    new EncodedExample(document, document),
                    plain.encodeDocument(output).orThrow());
        }
    }

    private void assertApart(String prompt, String response, EncodedExample example) {
        int[] before = tokenizer.encode(prompt);
        int[] after = tokenizer.encode(response);
        int[] ids = Arrays.copyOf(before, before.length + after.length);
        System.arraycopy(after, 0, ids, before.length, after.length);
        int[] labels = ids.clone();
        Arrays.fill(labels, 0, before.length, EncodedExample.IGNORED);
        assertEquals(new EncodedExample(ids, labels), example);
    }

    private static String words(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> random.nextInt(6) == 0 ? "unheard" : WORDS.get(3 + random.nextInt(WORDS.size() - 3)))
                .collect(Collectors.joining(random.nextBoolean() ? " " : "  ", random.nextBoolean() ? " " : "", "\n"));
    }

    @Test
    void aBlankInputHasNoInputPart() {
        assertEquals(
                "<bos> ### Instruction : what is zorland ? ### Response :",
                PromptTemplate.LAB.text(Conversation.of("what is zorland ?", "  "), tokenizer.specialTokens()));
    }

    @Test
    void documentsAreScoredWhole() {
        ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 64);
        EncodedExample document =
                encoder.encodeDocument("the capital is velmar .").orThrow();
        assertArrayEquals(new int[] {1, 10, 11, 9, 15, 16, 2}, document.inputIds());
        assertArrayEquals(document.inputIds(), document.labels());
        assertEquals(6, document.scoredTokens());
        assertArrayEquals(new int[] {1, 10, 11}, encoder.encodePrompt("the capital", ""));
    }

    @Test
    void anExampleWhoseResponseWouldBeCutIsReported() {
        ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.LAB, 10);
        Encoding encoding = encoder.encode("what is the capital of zorland ?", "", "velmar");
        assertEquals(new Encoding.TooLong(16, 10), encoding);
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, encoding::orThrow);
        assertTrue(error.getMessage().contains("16 tokens, maxLengthTokens is 10"), error.getMessage());
    }

    @Test
    void templatesAreFoundByName() {
        assertEquals(PromptTemplate.LAB, PromptTemplate.named("lab"));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> PromptTemplate.named("alpaka"));
        assertTrue(error.getMessage().contains("lab, plain"), error.getMessage());
    }

    @Test
    void aFileThatIsNoTokenizerIsRefused() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"version\": \"1.0\"}");
        assertThrows(IllegalArgumentException.class, () -> Tokenizer.load(broken));
        assertThrows(IllegalArgumentException.class, () -> Tokenizer.load(folder.resolve("absent.json")));
    }

    private static Path wordLevel(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding").putNull("normalizer").putNull("post_processor");
        root.putNull("decoder");
        root.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < 3; id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", WORDS.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        ObjectNode model = root.putObject("model").put("type", "WordLevel").put("unk_token", "<pad>");
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < WORDS.size(); id++) {
            vocabulary.put(WORDS.get(id), id);
        }
        return Files.write(file, mapper.writeValueAsBytes(root));
    }
}
