package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens a tokenizer adds to a text, by its class, its settings and its post-processor. */
class BeginningTokenTest {

    private static final String BEGINNING = "<|begin|>";
    private static final String END = "<|endoftext|>";

    /** Their published chat templates do not write the beginning token. */
    private static final List<PromptTemplate> CHAT_TEMPLATES =
            List.of(PromptTemplate.TULU, PromptTemplate.ZEPHYR, PromptTemplate.CHATML);

    @TempDir
    Path folder;

    /**
     * What {@code AutoTokenizer.from_pretrained(folder)(text)} of transformers 4.57.6 puts around a text, {@code b} and
     * {@code e}, with these very files; without a class, what 5.18.0 puts there.
     */
    @ParameterizedTest
    @CsvSource({
        // class, post-processor, add_bos_token, add_eos_token, added
        "GPT2Tokenizer, none, , , -",
        "GPT2Tokenizer, none, true, , -",
        "GPT2Tokenizer, bytes, true, true, -",
        "GPT2Tokenizer, b, , , b",
        "GPT2Tokenizer, b, false, , b",
        "GPT2Tokenizer, be, , , be",
        "GPT2TokenizerFast, none, , , -",
        "Qwen2Tokenizer, none, true, , -",
        "Qwen2Tokenizer, b, false, , b",
        "PreTrainedTokenizerFast, none, , , -",
        "PreTrainedTokenizerFast, none, true, true, -",
        "PreTrainedTokenizerFast, bytes, , , -",
        "PreTrainedTokenizerFast, b, , , b",
        "PreTrainedTokenizerFast, b, false, false, b",
        "PreTrainedTokenizerFast, be, , , be",
        "GPTNeoXTokenizer, none, , , -",
        "GPTNeoXTokenizer, none, true, , b",
        "GPTNeoXTokenizer, none, true, true, be",
        "GPTNeoXTokenizer, none, , true, e",
        "GPTNeoXTokenizer, b, , , -",
        "GPTNeoXTokenizerFast, bytes, false, , -",
        "LlamaTokenizer, none, , , b",
        "LlamaTokenizer, none, , true, be",
        "LlamaTokenizer, none, true, , b",
        "LlamaTokenizer, none, false, , -",
        "LlamaTokenizer, none, false, true, e",
        "LlamaTokenizerFast, b, , , b",
        "LlamaTokenizerFast, b, false, , -",
        "LlamaTokenizerFast, bytes, true, true, be",
        "LlamaTokenizerFast, be, true, , b",
        "LlamaTokenizerFast, bytes, , true, be",
        "GemmaTokenizerFast, none, , , b",
        "CodeLlamaTokenizer, none, , , b",
        "CohereTokenizerFast, b, false, , -",
        ", none, , , -",
        ", bytes, , , -",
        ", b, , , b",
        ", be, , , be",
    })
    void transformersAddsTheSame(String named, String postProcessor, Boolean begins, Boolean ends, String added)
            throws IOException {
        ObjectNode config = config(named);
        if (begins != null) {
            config.put("add_bos_token", begins);
        }
        if (ends != null) {
            config.put("add_eos_token", ends);
        }
        try (Tokenizer tokenizer = tokenizer(postProcessor, config)) {
            SpecialTokens tokens = tokenizer.specialTokens();
            assertEquals(added.contains("b") ? Adds.YES : Adds.NO, tokens.addsBeginning());
            assertEquals(added.contains("e") ? Adds.YES : Adds.NO, tokens.addsEnd());
            int[] text = tokenizer.encode("the river ran");
            int[] begun = added.contains("b") ? joined(tokenizer.idOf(BEGINNING), text) : text;
            for (PromptTemplate template : List.of(PromptTemplate.PLAIN, PromptTemplate.ALPACA)) {
                int[] ids = new ExampleEncoder(tokenizer, template, 64).encodePrompt("the river ran", "");
                assertEquals(
                        added.contains("b"),
                        ids[0] == tokenizer.idOf(BEGINNING),
                        template.id() + " begins as a text of the tokenizer does");
            }
            for (PromptTemplate template : CHAT_TEMPLATES) {
                ExampleEncoder encoder = new ExampleEncoder(tokenizer, template, 64);
                assertEquals(0, count(encoder.encodePrompt("the river ran", ""), tokenizer.idOf(BEGINNING)));
                assertEquals(
                        added.contains("b"),
                        encoder.encodeDocument("the river ran").orThrow().inputIds()[0] == tokenizer.idOf(BEGINNING),
                        "a document of " + template.id() + " begins as a text of the tokenizer does");
            }
            ExampleEncoder plain = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 64);
            assertArrayEquals(begun, plain.encodePrompt("the river ran", ""));
        }
    }

    /** As OLMo 2's, which has TULU's turns behind {@code {{ bos_token }}}. */
    @ParameterizedTest
    @CsvSource({"PreTrainedTokenizerFast, b", "GPT2Tokenizer, none"})
    void aChatTemplateOfTheTokenizerThatWritesTheTokenHasItOnce(String named, String postProcessor) throws IOException {
        for (PromptTemplate template : CHAT_TEMPLATES) {
            ObjectNode config =
                    config(named).put("chat_template", "{{ bos_token }}{% for message in messages %}...{% endfor %}");
            try (Tokenizer tokenizer = tokenizer(postProcessor, config)) {
                ExampleEncoder encoder = new ExampleEncoder(tokenizer, template, 64);
                int[] ids = encoder.encodePrompt("the river", "");
                assertEquals(tokenizer.idOf(BEGINNING), ids[0], template.id());
                assertEquals(1, count(ids, tokenizer.idOf(BEGINNING)), template.id());
            }
        }
    }

    @Test
    void aDocumentThatBringsTheTokenIsRefusedWhereTheTokenizerAddsIt() throws IOException {
        try (Tokenizer tokenizer = tokenizer("b", config("PreTrainedTokenizerFast"))) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.TULU, 64);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> encoder.encodeDocument(BEGINNING + "the river"))
                    .getMessage();
            assertTrue(message.contains("would be doubled") && message.contains("take it out"), message);
        }
    }

    /** 4 tokens, not 5. */
    @Test
    void aBeginningTokenThatNothingAddsIsNotAdded() throws IOException {
        try (Tokenizer tokenizer = tokenizer("bytes", config("GPT2Tokenizer"))) {
            int[] ids = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, 64).encodePrompt("the river", "");
            assertArrayEquals(tokenizer.encodeWithSpecialTokens("the river"), ids);
            assertEquals(0, count(ids, tokenizer.idOf(BEGINNING)));
        }
    }

    /** Release 4 always writes the settings of this class: without them the file is from release 5, which keeps the post-processor. */
    @Test
    void withoutSettingsThePostProcessorDecidesForLlamaToo() throws IOException {
        try (Tokenizer tokenizer = tokenizer("bytes", config("LlamaTokenizer"))) {
            assertEquals(Adds.NO, tokenizer.specialTokens().addsBeginning());
        }
        try (Tokenizer tokenizer = tokenizer("be", config("LlamaTokenizer"))) {
            assertEquals(Adds.YES, tokenizer.specialTokens().addsBeginning());
            assertEquals(Adds.YES, tokenizer.specialTokens().addsEnd());
        }
    }

    /** Where no class is named, a setting is obeyed, as the classes of Llama, Mistral and GPT-NeoX do. */
    @Test
    void withoutAClassASettingDecides() throws IOException {
        try (Tokenizer tokenizer = tokenizer("none", config(null).put("add_bos_token", true))) {
            assertEquals(Adds.YES, tokenizer.specialTokens().addsBeginning());
        }
        try (Tokenizer tokenizer = tokenizer("b", config(null).put("add_bos_token", false))) {
            assertEquals(Adds.NO, tokenizer.specialTokens().addsBeginning());
        }
    }

    @Test
    void theTokenOfAPostProcessorIsTheBeginningTokenWhereNoFileNamesOne() throws IOException {
        try (Tokenizer tokenizer = tokenizer("b", new ObjectMapper().createObjectNode())) {
            SpecialTokens tokens = tokenizer.specialTokens();
            assertEquals(BEGINNING, tokens.beginning().orElseThrow().text());
            assertEquals(Adds.YES, tokens.addsBeginning());
        }
    }

    @Test
    void aPostProcessorThatBeginsWithAnotherTokenIsRefused() throws IOException {
        ObjectNode config = config("PreTrainedTokenizerFast").put("bos_token", "<|padding|>");
        try (Tokenizer tokenizer = tokenizer("b", config)) {
            String message = assertThrows(IllegalArgumentException.class, tokenizer::specialTokens)
                    .getMessage();
            assertTrue(
                    message.contains("begins every text with ['<|begin|>' (id 318)], and bos_token is '<|padding|>'"),
                    message);
        }
    }

    /** A beginning token that the template writes is there once, whatever the tokenizer adds; documents have one too. */
    @ParameterizedTest
    @CsvSource({"LlamaTokenizer, b", "PreTrainedTokenizerFast, b", "GPT2Tokenizer, none"})
    void aTemplatesOwnBeginningTokenIsNeverDoubled(String named, String postProcessor) throws IOException {
        try (Tokenizer tokenizer = tokenizer(postProcessor, config(named))) {
            for (PromptTemplate template : List.of(PromptTemplate.LLAMA_2, PromptTemplate.LLAMA_3)) {
                ExampleEncoder encoder = new ExampleEncoder(tokenizer, template, 64);
                int[] prompt = encoder.encodePrompt("the river", "");
                int[] example = encoder.encode("the river", "", "ran").orThrow().inputIds();
                int[] document = encoder.encodeDocument("the river").orThrow().inputIds();
                for (int[] ids : List.of(prompt, example, document)) {
                    assertEquals(tokenizer.idOf(BEGINNING), ids[0], template.id());
                    assertEquals(1, count(ids, tokenizer.idOf(BEGINNING)), template.id());
                }
            }
        }
    }

    private Tokenizer tokenizer(String postProcessor, ObjectNode config) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Path file = TestTokenizers.copy(
                "bytelevel-bpe",
                folder,
                BEGINNING,
                "<|start_header_id|>",
                "<|end_header_id|>",
                "<|eot_id|>",
                "<|im_start|>",
                "<|im_end|>");
        ObjectNode root = (ObjectNode) mapper.readTree(Files.readAllBytes(file));
        switch (postProcessor) {
            case "none" -> root.putNull("post_processor");
            case "bytes" -> {} // the ByteLevel of the file, which adds nothing
            default -> root.set("post_processor", template(mapper, postProcessor));
        }
        Files.write(file, mapper.writeValueAsBytes(root));
        Files.write(folder.resolve("tokenizer_config.json"), mapper.writeValueAsBytes(config));
        return Tokenizer.load(file);
    }

    private static ObjectNode template(ObjectMapper mapper, String added) {
        ObjectNode template = mapper.createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        ObjectNode special = template.putObject("special_tokens");
        if (added.contains("b")) {
            token(single, special, BEGINNING, 318);
        }
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        ArrayNode pair = template.putArray("pair");
        pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        if (added.contains("e")) {
            token(single, special, END, 0);
        }
        return template;
    }

    private static void token(ArrayNode single, ObjectNode special, String text, int id) {
        single.addObject().putObject("SpecialToken").put("id", text).put("type_id", 0);
        ObjectNode token = special.putObject(text).put("id", text);
        token.putArray("ids").add(id);
        token.putArray("tokens").add(text);
    }

    private static ObjectNode config(String named) {
        ObjectNode config = new ObjectMapper()
                .createObjectNode()
                .put("bos_token", BEGINNING)
                .put("eos_token", END);
        return named == null ? config : config.put("tokenizer_class", named);
    }

    private static int[] joined(int first, int[] rest) {
        return IntStream.concat(IntStream.of(first), Arrays.stream(rest)).toArray();
    }

    private static int count(int[] ids, int id) {
        return (int) IntStream.of(ids).filter(it -> it == id).count();
    }
}
