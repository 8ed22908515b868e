package io.tiltmeter.languagemodel.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Text to token ids and back, as a Hugging Face {@code tokenizer.json} defines it. Safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Loads a local file; nothing is fetched. The files of special tokens beside it ({@link SpecialTokens}) are read at the
     * first call of {@link #specialTokens}.
     *
     * @param tokenizerJson the file itself
     * @throws IllegalArgumentException if it is missing or not a tokenizer
     */
    static Tokenizer load(Path tokenizerJson) {
        return HuggingFaceJsonTokenizer.load(tokenizerJson);
    }

    /**
     * Copies a {@code tokenizer.json} and the files of special tokens beside it into a model's folder.
     *
     * @throws UncheckedIOException if that fails
     */
    static void copyFiles(Path tokenizerJson, Path folder) {
        try {
            Files.copy(tokenizerJson, folder.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
            for (String name : SpecialTokenFiles.NAMES) {
                Path file = tokenizerJson.resolveSibling(name);
                if (Files.isRegularFile(file)) {
                    Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + tokenizerJson + " into " + folder, e);
        }
    }

    /**
     * Ids without the special tokens of the file's template; neither truncated nor padded. A special token's name in the
     * text becomes that token.
     *
     * @throws IllegalArgumentException if the text contains half of a surrogate pair
     */
    int[] encode(String text);

    /** Ids with the special tokens that the file's template adds to a text. */
    int[] encodeWithSpecialTokens(String text);

    /** The tokens of {@link #encode} as texts; by default each id decoded alone, which is right where tokens are whole words. */
    default List<String> tokens(String text) {
        return Arrays.stream(encode(text))
                .mapToObj(id -> decodeWithSpecialTokens(new int[] {id}))
                .toList();
    }

    /**
     * The characters that each token of {@link #encode} is made of; an empty part for a token of none. By default the words of
     * {@link #tokens} as they follow one another, which is right where tokens are whole words.
     */
    default List<CharacterSpan> spans(String text) {
        List<CharacterSpan> spans = new ArrayList<>();
        int end = 0;
        for (String token : tokens(text)) {
            int at = text.indexOf(token, end);
            spans.add(at < 0 ? new CharacterSpan(end, end) : new CharacterSpan(at, at + token.length()));
            end = spans.get(spans.size() - 1).to();
        }
        return spans;
    }

    /** Text of the ids, without special tokens and ids outside of the vocabulary; spaces are not cleaned up. */
    String decode(int[] ids);

    /** As {@link #decode} with special tokens; by default the same, which is right where there are none. */
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
     * The tokens that begin, end, pad and replace; by default those with well-known names.
     *
     * @throws IllegalArgumentException naming all faults of the files that declare them
     */
    default SpecialTokens specialTokens() {
        return SpecialTokens.recognisedIn(this);
    }

    /** Number of ids, added tokens included. */
    int vocabularySize();

    @Override
    void close();
}
