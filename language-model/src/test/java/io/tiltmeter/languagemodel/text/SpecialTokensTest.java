package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code generation_config.json}. */
class SpecialTokensTest {

    @TempDir
    Path folder;

    @Test
    void namesAreRecognisedWhereNoFileDeclaresThem() {
        try (Tokenizer tokenizer = TestTokenizers.load("llama-sp-bpe")) {
            SpecialTokens tokens = tokenizer.specialTokens();
            assertEquals(Optional.of(new SpecialToken("<s>", 1)), tokens.beginning());
            assertEquals(Optional.of(new SpecialToken("</s>", 2)), tokens.end());
            assertEquals(Optional.of(new SpecialToken("<unk>", 0)), tokens.unknown());
            assertEquals(Optional.empty(), tokens.padding());
            assertEquals(new TreeSet<>(List.of(2)), tokens.stopIds());
            assertEquals(Adds.YES, tokens.addsBeginning(), "by its post-processor");
        }
    }

    @Test
    void aRoleThatTwoNamesClaimStaysEmpty() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.copy("bytelevel-bpe", folder, "</s>"))) {
            assertEquals(Optional.empty(), tokenizer.specialTokens().end());
        }
    }

    @Test
    void theFilesDecide() throws IOException {
        write("tokenizer_config.json", """
            {"bos_token": null, "eos_token": {"content": "<|endoftext|>", "special": true}, "pad_token": "[NEW]",
             "add_bos_token": false, "add_eos_token": true, "chat_template": "{{ messages }}"}\
            """);
        write("special_tokens_map.json", """
            {"eos_token": "<|padding|>", "unk_token": "<|endoftext|>"}\
            """);
        write("generation_config.json", """
            {"eos_token_id": [0, 7, 50000]}\
            """);
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.copy("bytelevel-bpe", folder))) {
            SpecialTokens tokens = tokenizer.specialTokens();
            assertEquals(Optional.empty(), tokens.beginning());
            assertEquals(Optional.of(new SpecialToken("<|endoftext|>", 0)), tokens.end());
            assertEquals(Optional.empty(), tokens.padding());
            assertEquals(Optional.of(new SpecialToken("<|endoftext|>", 0)), tokens.unknown());
            assertEquals(new TreeSet<>(List.of(0, 7, 50000)), tokens.stopIds());
            assertEquals(Adds.NO, tokens.addsBeginning());
            assertEquals(Adds.YES, tokens.addsEnd());
            assertEquals(
                    Optional.of(new ChatTemplate("{{ messages }}", "tokenizer_config.json")), tokens.chatTemplate());
        }
    }

    /** As transformers writes it since release 4.51. */
    @Test
    void aChatTemplateInAFileOfItsOwnComesFirst() throws IOException {
        write("tokenizer_config.json", """
            {"chat_template": "{{ messages }}"}\
            """);
        write("chat_template.jinja", "{{ bos_token }}{{ messages }}");
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.copy("bytelevel-bpe", folder))) {
            ChatTemplate template = tokenizer.specialTokens().chatTemplate().orElseThrow();
            assertEquals(new ChatTemplate("{{ bos_token }}{{ messages }}", "chat_template.jinja"), template);
            assertTrue(template.writesBeginning());
        }
    }

    @Test
    void everyFaultOfAllFilesIsNamedAtOnce() throws IOException {
        write("tokenizer_config.json", """
            {"bos_token": 5, "eos_token": "<nowhere>", "add_bos_token": "yes", "chat_template": 3}\
            """);
        write("special_tokens_map.json", "[]");
        write("generation_config.json", """
            {"eos_token_id": [2, -1, "x"]}\
            """);
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.copy("llama-sp-bpe", folder))) {
            assertEquals(4, tokenizer.encode("the river ran").length, "texts can be encoded all the same");
            String message = assertThrows(IllegalArgumentException.class, tokenizer::specialTokens)
                    .getMessage();
            for (String fault : List.of(
                    "bos_token 5",
                    "'<nowhere>', which the vocabulary of",
                    "add_bos_token \"yes\"",
                    "chat_template that is not a text",
                    "special_tokens_map.json is not a JSON object",
                    "eos_token_id -1",
                    "eos_token_id \"x\"")) {
                assertTrue(message.contains(fault), message);
            }
        }
    }

    @Test
    void aBrokenFileIsAFaultToo() throws IOException {
        write("generation_config.json", "{\"eos_token_id\": ");
        try (Tokenizer tokenizer = Tokenizer.load(TestTokenizers.copy("llama-sp-bpe", folder))) {
            String message = assertThrows(IllegalArgumentException.class, tokenizer::specialTokens)
                    .getMessage();
            assertTrue(message.contains("generation_config.json cannot be read as JSON"), message);
        }
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }
}
