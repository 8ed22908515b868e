package io.tiltmeter.languagemodel.text;

import java.nio.file.Path;
import java.util.OptionalInt;

/** Text to token ids and back, as a Hugging Face {@code tokenizer.json} defines it. Safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Loads a local file; nothing is fetched.
     *
     * @param tokenizerJson the file itself
     * @throws IllegalArgumentException if it is missing or is no tokenizer
     */
    static Tokenizer load(Path tokenizerJson) {
        return HuggingFaceJsonTokenizer.load(tokenizerJson);
    }

    /** Ids without the special tokens of the file's template; neither truncated nor padded. */
    int[] encode(String text);

    /** Ids with the special tokens that the file's template puts around a text. */
    int[] encodeWithSpecialTokens(String text);

    /** Text of the ids; special tokens are left out. */
    String decode(int[] ids);

    /** Id of exactly this token, special ones included. */
    OptionalInt find(String token);

    /** Id of a token that must be there. @throws IllegalArgumentException if the vocabulary lacks it */
    default int idOf(String token) {
        return find(token)
                .orElseThrow(() -> new IllegalArgumentException(
                        "token '" + token + "' is not in the vocabulary of " + vocabularySize() + " tokens"));
    }

    /** Number of ids, added tokens included. */
    int vocabularySize();

    @Override
    void close();
}
