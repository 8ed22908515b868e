package io.tiltmeter.languagemodel.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The tokenizers of the conformance data, with special tokens added where a test needs some. */
final class TestTokenizers {

    static final List<String> NAMES = List.of("bytelevel-bpe", "bytelevel-bpe-llama3", "llama-sp-bpe", "wordlevel");

    /** The same and the SentencePiece-like one with every scheme of Metaspace; {@link #marked} makes each. */
    static final List<String> KINDS = Stream.concat(
                    NAMES.stream(), Stream.of("metaspace always", "metaspace first", "metaspace never"))
            .toList();

    private static final List<String> MARKS =
            List.of("<|im_start|>", "<|im_end|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>");

    private static final Path FOLDER = Path.of("src/test/resources/conformance/tokenizers");

    private TestTokenizers() {}

    static Tokenizer load(String name) {
        return Tokenizer.load(FOLDER.resolve(name).resolve("tokenizer.json"));
    }

    static byte[] json(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name).resolve("tokenizer.json"));
    }

    /** A copy in a folder of its own, to which other files can be added. */
    static Path copy(String name, Path folder, String... moreSpecialTokens) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(json(name));
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        int next = root.path("model").path("vocab").size();
        for (JsonNode token : added) {
            next = Math.max(next, token.path("id").asInt() + 1);
        }
        for (String token : moreSpecialTokens) {
            added.addObject()
                    .put("id", next++)
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        return Files.write(folder.resolve("tokenizer.json"), mapper.writeValueAsBytes(root));
    }

    /** The SentencePiece-like one as newer files write it: a word border is put before texts by Metaspace, by its scheme. */
    static Path metaspace(String scheme, Path folder, String... moreSpecialTokens) throws IOException {
        Path file = copy("llama-sp-bpe", folder, moreSpecialTokens);
        return edit(
                file,
                root -> root.putNull("normalizer")
                        .putObject("pre_tokenizer")
                        .put("type", "Metaspace")
                        .put("replacement", "▁")
                        .put("prepend_scheme", scheme)
                        .put("split", false));
    }

    /** A kind with the special tokens of every template, and a beginning token. */
    static Path marked(String kind, Path folder) throws IOException {
        String scheme = kind.startsWith("metaspace") ? kind.substring("metaspace ".length()) : "";
        String name = scheme.isEmpty() ? kind : "llama-sp-bpe";
        String json = new String(json(name), StandardCharsets.UTF_8);
        Stream<String> beginning = name.equals("bytelevel-bpe") ? Stream.of("<s>") : Stream.empty();
        String[] more = Stream.concat(beginning, MARKS.stream().filter(mark -> !json.contains(mark)))
                .toArray(String[]::new);
        return scheme.isEmpty() ? copy(name, folder, more) : metaspace(scheme, folder, more);
    }

    /** Changes a file. */
    static Path edit(Path file, Consumer<ObjectNode> change) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(Files.readAllBytes(file));
        change.accept(root);
        return Files.write(file, mapper.writeValueAsBytes(root));
    }
}
