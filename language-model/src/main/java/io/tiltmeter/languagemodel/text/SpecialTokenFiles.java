package io.tiltmeter.languagemodel.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import io.tiltmeter.languagemodel.text.SpecialTokens.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code tokenizer_config.json}, {@code special_tokens_map.json}, {@code generation_config.json} and {@link ChatTemplate#FILE}, as
 * far as they lie beside a {@code tokenizer.json}. They are untrusted; all their faults are reported together.
 */
final class SpecialTokenFiles {

    static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";
    static final String GENERATION_CONFIG = "generation_config.json";

    static final List<String> NAMES =
            List.of(TOKENIZER_CONFIG, SPECIAL_TOKENS_MAP, GENERATION_CONFIG, ChatTemplate.FILE);

    /** The largest in use, with a chat template and thousands of added tokens, are below 2 MiB. */
    private static final long MAX_BYTES = 32L << 20;

    private final Path folder;
    private final Tokenizer tokenizer;
    private final AddedTokens addedToTexts;
    private final List<String> faults = new ArrayList<>();

    /** @param addedToTexts what the {@code tokenizer.json} itself adds */
    SpecialTokenFiles(Path folder, Tokenizer tokenizer, AddedTokens addedToTexts) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.addedToTexts = addedToTexts;
    }

    /**
     * Roles that no file mentions are {@link SpecialTokens#recognisedIn recognised} by name.
     *
     * @throws IllegalArgumentException naming all faults of the files
     */
    SpecialTokens read() {
        JsonNode config = json(TOKENIZER_CONFIG);
        JsonNode map = json(SPECIAL_TOKENS_MAP);
        Map<Role, SpecialToken> tokens = new EnumMap<>(Role.class);
        Map<Role, SpecialToken> recognised = new EnumMap<>(SpecialTokens.recognised(tokenizer));
        onlyToken(addedToTexts.before()).ifPresent(token -> recognised.put(Role.BEGINNING, token));
        onlyToken(addedToTexts.after()).ifPresent(token -> recognised.put(Role.END, token));
        for (Role role : Role.values()) {
            if (config.has(role.key())) {
                declare(tokens, role, TOKENIZER_CONFIG, config.get(role.key()));
            } else if (map.has(role.key())) {
                declare(tokens, role, SPECIAL_TOKENS_MAP, map.get(role.key()));
            } else if (recognised.containsKey(role)) {
                tokens.put(role, recognised.get(role));
            }
        }
        TokenizerClass tokenizerClass =
                TokenizerClass.named(config.path("tokenizer_class").asText(""));
        Optional<Boolean> beginningSaid = setting(config, "add_bos_token");
        Optional<Boolean> endSaid = setting(config, "add_eos_token");
        Adds beginning = tokenizerClass
                        .addsBeginning(beginningSaid, endSaid, addedToTexts)
                        .map(adds -> adds && (beginningSaid.isPresent() || tokens.containsKey(Role.BEGINNING)))
                        .orElseGet(() -> beginsTexts(Optional.ofNullable(tokens.get(Role.BEGINNING))))
                ? Adds.YES
                : Adds.NO;
        Adds end = tokenizerClass
                        .addsEnd(beginningSaid, endSaid)
                        .orElseGet(() -> onlyToken(addedToTexts.after())
                                .filter(token -> token.equals(tokens.get(Role.END)))
                                .isPresent())
                ? Adds.YES
                : Adds.NO;
        SortedSet<Integer> stops = stopIds(json(GENERATION_CONFIG).path("eos_token_id"));
        Optional<ChatTemplate> inConfig = chatTemplate(config.path("chat_template"));
        Optional<ChatTemplate> chatTemplate = chatTemplateFile().or(() -> inConfig);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "the special tokens of " + folder + " cannot be used: " + String.join("; ", faults));
        }
        return SpecialTokens.of(tokens, stops, beginning, end, chatTemplate);
    }

    /** A token is null (there is none), its text, or an object with its text as {@code content}. */
    private void declare(Map<Role, SpecialToken> tokens, Role role, String file, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        JsonNode text = value.isObject() ? value.path("content") : value;
        if (!text.isTextual() || text.asText().isEmpty()) {
            faults.add(file + " has " + role.key() + " " + shortened(value) + ", which is neither a token nor null");
            return;
        }
        OptionalInt id = tokenizer.find(text.asText());
        if (id.isPresent()) {
            tokens.put(role, new SpecialToken(text.asText(), id.getAsInt()));
        } else if (role == Role.BEGINNING || role == Role.END) {
            // padding and unknown tokens are often declared without being in the vocabulary: then there are none
            faults.add(file + " has " + role.key() + " '" + text.asText() + "', which the vocabulary of "
                    + tokenizer.vocabularySize() + " tokens lacks");
        }
    }

    /** Whether the post-processor puts the beginning token in front of texts. Other tokens cannot be added. */
    private boolean beginsTexts(Optional<SpecialToken> beginning) {
        List<SpecialToken> before = addedToTexts.before();
        if (!before.isEmpty() && !before.equals(beginning.stream().toList())) {
            faults.add("tokenizer.json begins every text with " + before + ", and bos_token is "
                    + beginning.map(SpecialToken::toString).orElse("none")
                    + ": only bos_token can be added to a text; name that token in " + TOKENIZER_CONFIG
                    + " if it is one, or correct the post_processor");
        }
        return !before.isEmpty();
    }

    private static Optional<SpecialToken> onlyToken(List<SpecialToken> tokens) {
        return tokens.size() == 1 ? Optional.of(tokens.get(0)) : Optional.empty();
    }

    private Optional<Boolean> setting(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            faults.add(TOKENIZER_CONFIG + " has " + key + " " + shortened(value) + ", which is neither true nor false");
        }
        return Optional.of(value.asBoolean());
    }

    /** An id, a list of ids, or null. Ids beyond the vocabulary are accepted, since models pad theirs. */
    private SortedSet<Integer> stopIds(JsonNode value) {
        SortedSet<Integer> ids = new TreeSet<>();
        if (value.isMissingNode() || value.isNull()) {
            return ids;
        }
        for (JsonNode id : value.isArray() ? value : List.of(value)) {
            if (id.isIntegralNumber() && id.canConvertToInt() && id.asInt() >= 0) {
                ids.add(id.asInt());
            } else {
                faults.add(GENERATION_CONFIG + " has eos_token_id " + shortened(id) + ", which is not a token id");
            }
        }
        return ids;
    }

    /** One template, or several with names, of which {@code default} counts. */
    private Optional<ChatTemplate> chatTemplate(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() && !value.isArray() && !value.isObject()) {
            faults.add(TOKENIZER_CONFIG + " has a chat_template that is not a text: " + shortened(value));
        }
        String text = value.isObject() ? value.path("default").asText() : value.asText();
        for (JsonNode named : value.isArray() ? value : List.<JsonNode>of()) {
            if (named.path("name").asText().equals("default")) {
                text = named.path("template").asText();
            }
        }
        return Optional.of(new ChatTemplate(text, TOKENIZER_CONFIG));
    }

    private Optional<ChatTemplate> chatTemplateFile() {
        return bytes(ChatTemplate.FILE)
                .map(bytes -> new ChatTemplate(new String(bytes, StandardCharsets.UTF_8), ChatTemplate.FILE));
    }

    private JsonNode json(String name) {
        Optional<byte[]> bytes = bytes(name);
        if (bytes.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode json = new ObjectMapper().readTree(bytes.get());
            if (json.isObject()) {
                return json;
            }
            faults.add(name + " is not a JSON object");
        } catch (JsonProcessingException e) {
            faults.add(name + " cannot be read as JSON: "
                    + JsonFlaw.reason(bytes.get(), JsonFlaw.MAX_DEPTH, Numbers.STRICT));
        } catch (IOException e) {
            faults.add(name + " cannot be read");
        }
        return MissingNode.getInstance();
    }

    /** The file's content; empty if it is not there, or cannot be read, which is a fault. */
    private Optional<byte[]> bytes(String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            long size = Files.size(file);
            if (size <= MAX_BYTES) {
                return Optional.of(Files.readAllBytes(file));
            }
            faults.add(name + " has " + size + " bytes, more than " + MAX_BYTES);
        } catch (IOException e) {
            faults.add(name + " cannot be read");
        }
        return Optional.empty();
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
