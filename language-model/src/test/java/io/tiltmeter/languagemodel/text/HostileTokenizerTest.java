package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any tokenizer.json gives a clear error or a tokenizer that works, and never ends the JVM. */
class HostileTokenizerTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int CHANGES = 600;

    @TempDir
    Path folder;

    /** Each of these ends the JVM if the native library reads it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        normalizer     | {"type":"Prepend","prepend":""}                                        | Prepend of an empty text
        normalizer     | {"type":"Replace","pattern":{"String":""},"content":"x"}               | Replace of an empty text
        normalizer     | {"type":"Replace","pattern":{"Regex":"x*"},"content":""}               | can match an empty text
        normalizer     | {"type":"Precompiled","precompiled_charsmap":"AAAA"}                   | whose trie has
        normalizer     | {"type":"Precompiled","precompiled_charsmap":"CAAAAAAAAAAAAAAA"}       | transitions that leave it
        normalizer     | {"type":"Precompiled","precompiled_charsmap":"!"}                      | not base64
        pre_tokenizer  | {"type":"FixedLength","length":0}                                      | FixedLength below 1
        pre_tokenizer  | {"type":"Split","pattern":{"Regex":"(a+)+$"},"behavior":"Isolated","invert":false} | exponential time
        decoder        | {"type":"Sequence","decoders":[{"type":"Strip","content":" ","start":0,"stop":1}]} | stop 1
        post_processor | {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"q","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{}} | does not list
        post_processor | {"type":"TemplateProcessing","single":[{"Sequence":{"id":"B","type_id":0}}],"pair":[],"special_tokens":{}} | second text
        post_processor | {"type":"TemplateProcessing","single":[],"pair":[],"special_tokens":{}} | 0 times instead of once
        post_processor | {"type":"Sequence","processors":[{"type":"BertProcessing","sep":["x",1],"cls":["y",1]},{"type":"BertProcessing","sep":["x",1],"cls":["y",1]}]} | several post-processors
        model          | {"type":"BPE","continuing_subword_prefix":"ab","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]} | lacks the continuing_subword_prefix
        """)
    void filesThatEndTheLibrarysProcessAreRefused(String field, String part, String reason) throws IOException {
        ObjectNode root = (ObjectNode) MAPPER.readTree(TestTokenizers.json("llama-sp-bpe"));
        root.set(field, MAPPER.readTree(part));
        assertRefused(MAPPER.writeValueAsBytes(root), reason);
    }

    /** GPT-2's, Llama 3's, GPT-4o's, DeepSeek's and BLOOM's ways to split words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{M}]*[\\p{Ll}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}"
                        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                        + "| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
            })
    void regularExpressionsInUseAreTaken(String regex) throws IOException {
        ObjectNode root = (ObjectNode) MAPPER.readTree(TestTokenizers.json("bytelevel-bpe-llama3"));
        ObjectNode split =
                (ObjectNode) root.path("pre_tokenizer").path("pretokenizers").get(0);
        ((ObjectNode) split.path("pattern")).put("Regex", regex);
        Path file = Files.write(folder.resolve("tokenizer.json"), MAPPER.writeValueAsBytes(root));
        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            assertEquals("the river (ran)", tokenizer.decode(tokenizer.encode("the river (ran)")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {990, 100_000})
    void deeplyNestedRegularExpressionsAreRefused(int depth) throws IOException {
        String regex = "(".repeat(depth) + "a" + ")".repeat(depth);
        for (String type :
                List.of("\"Replace\",\"content\":\"\"", "\"Split\",\"behavior\":\"Isolated\",\"invert\":false")) {
            ObjectNode root = (ObjectNode) MAPPER.readTree(TestTokenizers.json("bytelevel-bpe"));
            root.set(
                    type.contains("Replace") ? "normalizer" : "pre_tokenizer",
                    MAPPER.readTree("{\"pattern\":{\"Regex\":\"" + regex + "\"},\"type\":" + type + "}"));
            assertRefused(MAPPER.writeValueAsBytes(root), depth < 1_000 ? "groups within each other" : "characters");
        }
    }

    /** Each of these ends the JVM at some text: a Replace between letters, or too many tries. */
    @ParameterizedTest
    @ValueSource(strings = {"(?=a)", "(?<=a)", "\\b", "a?", "(?=(a+)+b)", "x(?=(a+)+b)"})
    void replacesThatEndTheLibrarysProcessAreRefusedWhereverTheyStand(String regex) throws IOException {
        ObjectNode replace = MAPPER.createObjectNode().put("type", "Replace").put("content", "x");
        replace.putObject("pattern").put("Regex", regex);
        for (String field : List.of("normalizer", "decoder")) {
            ObjectNode root = (ObjectNode) MAPPER.readTree(TestTokenizers.json("llama-sp-bpe"));
            ObjectNode sequence = MAPPER.createObjectNode().put("type", "Sequence");
            sequence.putArray(field + "s").add(replace);
            root.set(field, sequence);
            assertRefused(MAPPER.writeValueAsBytes(root), "'" + regex + "'");
        }
    }

    @Test
    void aPartThatIsThereTwiceIsRefusedSinceTheLibraryReadsBoth() throws IOException {
        String json = new String(TestTokenizers.json("llama-sp-bpe"), StandardCharsets.UTF_8);
        String twice = json.replaceFirst("\\{", "{\"normalizer\":{\"type\":\"Prepend\",\"prepend\":\"\"},");
        assertRefused(twice.getBytes(StandardCharsets.UTF_8), "normalizer");
    }

    @Test
    void moreAddedTokensThanTheLibraryReadsInSecondsAreRefused() throws IOException {
        ObjectNode root = (ObjectNode) MAPPER.readTree(TestTokenizers.json("bytelevel-bpe"));
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        for (int token = 0; token <= 20_000; token++) {
            added.addObject().put("id", 1_000 + token).put("content", "<" + token + ">");
        }
        assertRefused(MAPPER.writeValueAsBytes(root), "added_tokens, more than 20000");
    }

    @Test
    void aSpecialTokenThatTheLibraryNumbersOtherwiseIsRefused() throws IOException {
        ObjectNode root = (ObjectNode) MAPPER.readTree(TestTokenizers.json("bytelevel-bpe-llama3"));
        ((ObjectNode) root.path("added_tokens").get(2)).put("id", 500);
        assertRefused(MAPPER.writeValueAsBytes(root), "special token '<|eot_id|>' has id 500 and gets number 328");
    }

    @Test
    void brokenFilesAreRefused() throws IOException {
        assertRefused(new byte[0], "not a JSON object");
        assertRefused("[]".getBytes(), "not a JSON object");
        assertRefused("{\"model\": ".getBytes(), "found the end at line 1, column 11");
        assertRefused(("{\"model\":" + "[".repeat(100_000)).getBytes(), "at most 1000 levels");
        assertRefused("{\"model\":{\"vocab\":{\"a\":-1}}}".getBytes(), "token 'a' has id -1");
        assertRefused("{\"model\":{\"vocab\":{\"a\":4294967296}}}".getBytes(), "which is not a token id");
        assertRefused("{\"model\":{\"type\":\"Nonsense\",\"vocab\":{\"a\":1}}}".getBytes(), "tokenizer.json of the");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        String message = assertThrows(IllegalArgumentException.class, () -> Tokenizer.load(file))
                .getMessage();
        assertTrue(message.contains("3221225472 bytes"), message);
    }

    @Test
    void changedFilesGiveAnErrorOrATokenizer() throws IOException {
        int usable = 0;
        int refused = 0;
        for (int seed = 0; seed < CHANGES; seed++) {
            Random random = new Random(seed);
            byte[] json = TestTokenizers.json(TestTokenizers.NAMES.get(seed % TestTokenizers.NAMES.size()));
            Path file = Files.write(folder.resolve("tokenizer.json"), changed(json, random));
            try (Tokenizer tokenizer = Tokenizer.load(file)) {
                use(tokenizer);
                usable++;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("tokenizer.json"), e.getMessage());
                refused++;
            }
        }
        assertEquals(CHANGES, usable + refused);
        assertTrue(usable > 10 && refused > 100, usable + " usable, " + refused + " refused");
    }

    private static void use(Tokenizer tokenizer) {
        for (String text : List.of("", "the river ran past the old mill", "naïve 日本 😀 \n\n x", "<s>[INST] a</s>")) {
            try {
                int[] ids = tokenizer.encodeWithSpecialTokens(text);
                tokenizer.decode(ids);
                tokenizer.decodeWithSpecialTokens(ids);
            } catch (RuntimeException e) {
                assertTrue(e.getMessage() != null, "an error without a message");
            }
        }
    }

    private void assertRefused(byte[] json, String reason) throws IOException {
        Path file = Files.write(folder.resolve("tokenizer.json"), json);
        String message = assertThrows(IllegalArgumentException.class, () -> Tokenizer.load(file))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    private static byte[] changed(byte[] json, Random random) throws IOException {
        if (random.nextInt(4) == 0) {
            byte[] bytes = Arrays.copyOf(json, random.nextInt(4) == 0 ? random.nextInt(json.length) + 1 : json.length);
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            return bytes;
        }
        JsonNode root = MAPPER.readTree(json);
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        // the vocabulary comes last: without this most changes would be made there
        JsonNode chosen = containers.get(random.nextInt(Math.min(containers.size(), 40)));
        JsonNode donor = random.nextBoolean()
                ? containers.get(random.nextInt(containers.size())).deepCopy()
                : MAPPER.readTree(List.of("null", "-1", "4294967295", "1e308", "\"\"", "\"▁\"", "[]", "{}", "true", "0")
                        .get(random.nextInt(10)));
        if (chosen instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                object.remove(name);
            } else {
                object.set(name, donor);
            }
        } else {
            ((ArrayNode) chosen).set(random.nextInt(chosen.size()), donor);
        }
        return MAPPER.writeValueAsBytes(root);
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
