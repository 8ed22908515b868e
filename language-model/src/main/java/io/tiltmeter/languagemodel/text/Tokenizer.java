package io.tiltmeter.languagemodel.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Text to token ids and back, as a Hugging Face {@code tokenizer.json} defines it. Safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Loads a local file; nothing is fetched. The files of special tokens beside it ({@link SpecialTokens}) are read when
     * {@link #specialTokens} is first asked for.
     *
     * @param tokenizerJson the file itself
     * @throws IllegalArgumentException if it is missing or is no tokenizer
     */
    static Tokenizer load(Path tokenizerJson) {
        return HuggingFaceJsonTokenizer.load(tokenizerJson);
    }

    /**
     * Copies a {@code tokenizer.json} and the files of special tokens beside it into a model's folder.
     *
     * @throws java.io.UncheckedIOException if that fails
     */
    static void copyFiles(Path tokenizerJson, Path folder) {
        TokenizerCopy.into(folder, tokenizerJson);
    }

    /**
     * Ids without the special tokens of the file's template; neither truncated nor padded. The text of a special token
     * inside the text becomes that token.
     *
     * @throws IllegalArgumentException if the text holds half of a surrogate pair
     */
    int[] encode(String text);

    /** Ids with the special tokens that the file's template puts around a text. */
    int[] encodeWithSpecialTokens(String text);

    /** The pieces of {@link #encode}; here each id decoded by itself, which is right where tokens are whole words. */
    default List<String> tokens(String text) {
        return Arrays.stream(encode(text))
                .mapToObj(id -> decodeWithSpecialTokens(new int[] {id}))
                .toList();
    }

    /** Text of the ids; special tokens and ids outside of the vocabulary are left out, spaces are not cleaned up. */
    String decode(int[] ids);

    /** As {@link #decode}, special tokens kept; here the same, which is right where there are none. */
    default String decodeWithSpecialTokens(int[] ids) {
        return decode(ids);
    }

    /** Id of exactly this token, special ones included. */
    OptionalInt find(String token);

    /** Id of a token that must be there. @throws IllegalArgumentException if the vocabulary lacks it */
    default int idOf(String token) {
        return find(token)
                .orElseThrow(() -> new IllegalArgumentException(
                        "token '" + token + "' is not in the vocabulary of " + vocabularySize() + " tokens"));
    }

    /**
     * Which tokens begin, end, pad and replace; here those of well-known names.
     *
     * @throws IllegalArgumentException naming every fault of the files that declare them
     */
    default SpecialTokens specialTokens() {
        return SpecialTokens.recognisedIn(this);
    }

    /** Number of ids, added tokens included. */
    int vocabularySize();

    @Override
    void close();
}
