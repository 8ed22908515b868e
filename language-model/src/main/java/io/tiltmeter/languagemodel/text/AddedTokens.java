package io.tiltmeter.languagemodel.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The special tokens that a {@code tokenizer.json} puts around every text.
 *
 * @param isSaid whether the file has a post-processor at all, even one that adds nothing
 * @param before in front of the text, in order
 * @param after behind the text, in order
 */
record AddedTokens(boolean isSaid, List<SpecialToken> before, List<SpecialToken> after) {

    /** What no vocabulary but the lab's has together. */
    private static final List<String> LAB_WORDS =
            List.of("<bos>", "<eos>", "###", "Instruction", "Input", "Response", ":");

    AddedTokens {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** @param root the whole file, checked */
    static AddedTokens of(JsonNode root) {
        List<SpecialToken> before = new ArrayList<>();
        List<SpecialToken> after = new ArrayList<>();
        JsonNode postProcessor = root.path("post_processor");
        if (postProcessor.isObject()) {
            collect(postProcessor, before, after);
            return new AddedTokens(true, before, after);
        }
        if (isLab(root)) {
            add(before, "<bos>", root.path("model").path("vocab").path("<bos>"));
            add(after, "<eos>", root.path("model").path("vocab").path("<eos>"));
        }
        return new AddedTokens(!before.isEmpty(), before, after);
    }

    /** Looks at the fields of a part, not at its type, as the library does. */
    private static void collect(JsonNode part, List<SpecialToken> before, List<SpecialToken> after) {
        part.path("processors").forEach(each -> collect(each, before, after));
        List<SpecialToken> side = before;
        for (JsonNode piece : part.path("single")) {
            if (piece.has("Sequence")) {
                side = after;
            } else {
                JsonNode token = part.path("special_tokens")
                        .path(piece.path("SpecialToken").path("id").asText());
                for (int i = 0; i < token.path("ids").size(); i++) {
                    add(
                            side,
                            token.path("tokens").path(i).asText(),
                            token.path("ids").get(i));
                }
            }
        }
        if (part.has("cls") && part.has("sep")) {
            add(before, part.path("cls").path(0).asText(), part.path("cls").path(1));
            add(after, part.path("sep").path(0).asText(), part.path("sep").path(1));
        }
    }

    /**
     * The lab's own file: a vocabulary of words with those of the lab's format, split at spaces. It has no post-processor, and
     * the documents that the lab is pretrained on begin with {@code <bos>} all the same.
     */
    private static boolean isLab(JsonNode root) {
        JsonNode model = root.path("model");
        return model.path("type").asText().equals("WordLevel")
                && root.path("pre_tokenizer").path("type").asText().equals("WhitespaceSplit")
                && LAB_WORDS.stream().allMatch(model.path("vocab")::has);
    }

    private static void add(List<SpecialToken> side, String text, JsonNode id) {
        if (!text.isEmpty() && id.canConvertToInt() && id.asInt() >= 0) {
            side.add(new SpecialToken(text, id.asInt()));
        }
    }
}
