package io.tiltmeter.languagemodel.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses files that the native library (tokenizers 0.21) accepts and that later end the process. They were found by
 * changing files at random and field by field.
 */
final class TokenizerFileChecks {

    private static final int SHOWN_CHARACTERS = 200;

    private final List<String> faults = new ArrayList<>();
    private final List<String> unbounded = new ArrayList<>();

    private TokenizerFileChecks() {}

    /** Checks a file; none of its regular expressions is run. */
    static TokenizerFileChecks of(JsonNode root) {
        TokenizerFileChecks checks = new TokenizerFileChecks();
        checks.visit(root.path("normalizer"));
        checks.visit(root.path("pre_tokenizer"));
        checks.visit(root.path("post_processor"));
        checks.visit(root.path("decoder"));
        checks.merges(root.path("model"));
        return checks;
    }

    /** Every fault. */
    List<String> faults() {
        return faults;
    }

    /** Regular expressions of which some text may take too many tries. */
    List<String> unbounded() {
        return unbounded;
    }

    /** Looks at the fields of a part, not at its type, as the library does. */
    private void visit(JsonNode part) {
        refuse(part.has("prepend") && part.path("prepend").asText().isEmpty(), "a Prepend of an empty text");
        if (part.has("pattern") && part.has("content")) {
            replace(part);
        }
        if (part.has("precompiled_charsmap")) {
            CharacterMap.fault(part.path("precompiled_charsmap").asText()).ifPresent(faults::add);
        }
        refuse(part.has("length") && part.path("length").asDouble() < 1, "a FixedLength below 1");
        refuse(
                part.has("content") && part.path("stop").asDouble() > 0,
                "a Strip decoder with stop " + part.path("stop") + ", which fails on short texts");
        if (part.has("single")) {
            template(part);
        }
        oneAroundTexts(part.path("processors"));
        if (part.path("Regex").isTextual()) {
            regex(part.path("Regex").asText());
        }
        part.forEach(this::visit);
    }

    private void regex(String regex) {
        try {
            if (!RegexParser.shapeOf(regex).isBounded()) {
                unbounded.add(regex);
            }
        } catch (IllegalArgumentException e) {
            faults.add("the regular expression " + shown(regex) + ", which " + e.getMessage());
        }
    }

    private void replace(JsonNode part) {
        JsonNode text = part.path("pattern").path("String");
        refuse(text.isTextual() && text.asText().isEmpty(), "a Replace of an empty text");
        JsonNode regex = part.path("pattern").path("Regex");
        if (regex.isTextual()) {
            try {
                refuse(
                        RegexParser.shapeOf(regex.asText()).canBeEmpty(),
                        "a Replace of " + shown(regex.asText()) + ", which can match an empty text");
            } catch (IllegalArgumentException e) {
                return; // reported where the expression itself is visited
            }
        }
    }

    static String shown(String regex) {
        return "'" + (regex.length() <= SHOWN_CHARACTERS ? regex : regex.substring(0, SHOWN_CHARACTERS) + "...") + "'";
    }

    /** A template has to contain the text once, and to list its special tokens. */
    private void template(JsonNode part) {
        long texts = 0;
        for (JsonNode piece : part.path("single")) {
            texts += piece.has("Sequence") ? 1 : 0;
            refuse(
                    piece.has("Sequence")
                            && !piece.path("Sequence").path("id").asText().equals("A"),
                    "a template with a second text for a single one");
        }
        refuse(texts != 1, "a template that contains the text " + texts + " times instead of once");
        for (String form : List.of("single", "pair")) {
            for (JsonNode piece : part.path(form)) {
                JsonNode id = piece.path("SpecialToken").path("id");
                refuse(
                        piece.has("SpecialToken")
                                && !part.path("special_tokens").has(id.asText()),
                        "a template with the special token " + id + ", which it does not list");
            }
        }
    }

    private void oneAroundTexts(JsonNode processors) {
        long around = 0;
        for (JsonNode processor : processors) {
            around += processor.has("single") || processor.has("sep") ? 1 : 0;
        }
        refuse(around > 1, "several post-processors that add special tokens to a text");
    }

    /** With a continuing_subword_prefix, the second half of every merge has to begin with it. */
    private void merges(JsonNode model) {
        String prefix = model.path("continuing_subword_prefix").asText("");
        if (!model.path("continuing_subword_prefix").isTextual() || prefix.isEmpty()) {
            return;
        }
        for (JsonNode merge : model.path("merges")) {
            String second = merge.isArray()
                    ? merge.path(1).asText()
                    : merge.asText().substring(merge.asText().indexOf(' ') + 1);
            if (!second.startsWith(prefix)) {
                faults.add(
                        "merge " + merge + " whose second half lacks the continuing_subword_prefix '" + prefix + "'");
                return;
            }
        }
    }

    private void refuse(boolean fault, String what) {
        if (fault) {
            faults.add(what);
        }
    }
}
