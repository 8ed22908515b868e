package io.tiltmeter.languagemodel.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The Hugging Face tokenizers library behind {@link Tokenizer}, with truncation and padding switched off. */
final class HuggingFaceJsonTokenizer implements Tokenizer {

    /** Without these the library silently truncates at 512 tokens and pads. */
    private static final Map<String, String> OPTIONS = Map.of("truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> ids;
    private final AddedTokens addedToTexts;
    private final Path folder;
    private volatile SpecialTokens specialTokens;

    private HuggingFaceJsonTokenizer(HuggingFaceTokenizer tokenizer, TokenizerFile file, Path folder) {
        this.tokenizer = tokenizer;
        this.ids = file.ids();
        this.addedToTexts = file.addedToTexts();
        this.folder = folder;
    }

    static HuggingFaceJsonTokenizer load(Path tokenizerJson) {
        TorchEngine.stayOffline();
        try {
            TokenizerFile file = TokenizerFile.read(tokenizerJson);
            HuggingFaceJsonTokenizer tokenizer = new HuggingFaceJsonTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file.json()), OPTIONS),
                    file,
                    tokenizerJson.toAbsolutePath().getParent());
            tokenizer.refuseRenumbered(file.specialTokens());
            return tokenizer;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot read a tokenizer from " + tokenizerJson + ": " + e.getMessage()
                            + "; expected a tokenizer.json of the Hugging Face tokenizers library",
                    e);
        }
    }

    /** The library numbers added tokens itself, without gaps, and ignores ids that differ. */
    private void refuseRenumbered(List<String> specialTokens) {
        for (String token : specialTokens) {
            int[] one = encode(token);
            if (one.length == 1 && one[0] != ids.get(token)) {
                int given = ids.get(token);
                close();
                throw new IllegalArgumentException("special token '" + token + "' has id " + given + " and gets number "
                        + one[0] + ": ids of added tokens must follow the vocabulary without gaps");
            }
        }
    }

    @Override
    public int[] encode(String text) {
        return ids(text, false);
    }

    @Override
    public int[] encodeWithSpecialTokens(String text) {
        return ids(text, true);
    }

    @Override
    public List<String> tokens(String text) {
        return List.of(tokenizer.encode(wellFormed(text), false, false).getTokens());
    }

    /** The library counts code points. */
    @Override
    public List<CharacterSpan> spans(String text) {
        CharSpan[] found = tokenizer.encode(wellFormed(text), false, false).getCharTokenSpans();
        int[] characters = new int[text.codePointCount(0, text.length()) + 1];
        for (int point = 1; point < characters.length; point++) {
            characters[point] = text.offsetByCodePoints(characters[point - 1], 1);
        }
        List<CharacterSpan> spans = new ArrayList<>();
        for (CharSpan span : found) {
            spans.add(
                    span == null
                            ? new CharacterSpan(0, 0)
                            : new CharacterSpan(characters[span.getStart()], characters[span.getEnd()]));
        }
        return spans;
    }

    @Override
    public String decode(int[] ids) {
        return tokenizer.decode(widen(ids), true);
    }

    @Override
    public String decodeWithSpecialTokens(int[] ids) {
        return tokenizer.decode(widen(ids), false);
    }

    @Override
    public OptionalInt find(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public SpecialTokens specialTokens() {
        if (specialTokens == null) {
            specialTokens = new SpecialTokenFiles(folder, this, addedToTexts).read();
        }
        return specialTokens;
    }

    @Override
    public int vocabularySize() {
        return ids.size();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** Reads the ids only: the library's {@code Encoding} also makes a string and a span for each token, in three times the time. */
    private int[] ids(String text, boolean withSpecialTokens) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), wellFormed(text), withSpecialTokens);
        try {
            return narrow(TokenizersLibrary.LIB.getTokenIds(encoding));
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    /** Half a surrogate pair has no UTF-8 form: with one, the library would split every other character beyond the BMP too. */
    private static String wellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("the text holds half of a surrogate pair, U+"
                        + Integer.toHexString(c).toUpperCase(Locale.ROOT) + ", at character " + at
                        + ": it is not valid Unicode; correct it at its source");
            }
        }
        return text;
    }

    private static long[] widen(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0) {
                throw new IllegalArgumentException("token id " + ids[i] + " at position " + i + " is negative");
            }
            wide[i] = ids[i];
        }
        return wide;
    }

    private static int[] narrow(long[] wide) {
        int[] ids = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            ids[i] = Math.toIntExact(wide[i]);
        }
        return ids;
    }
}
