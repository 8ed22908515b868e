package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.text.SpecialTokens;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A token a word, numbered as they come; {@code <bos>} is added to texts. */
final class CountingTokenizer implements Tokenizer {
    private final List<String> words = new ArrayList<>();

    @Override
    public int[] encode(String text) {
        return Arrays.stream(text.strip().split("\\s+")).mapToInt(this::number).toArray();
    }

    @Override
    public int[] encodeWithSpecialTokens(String text) {
        return encode("<bos> " + text);
    }

    @Override
    public String decode(int[] ids) {
        return Arrays.stream(ids).mapToObj(words::get).collect(Collectors.joining(" "));
    }

    @Override
    public OptionalInt find(String token) {
        int index = words.indexOf(token);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    @Override
    public SpecialTokens specialTokens() {
        number("<bos>");
        number("<eos>");
        SpecialTokens found = SpecialTokens.recognisedIn(this);
        return new SpecialTokens(found.tokens(), found.stopIds(), Adds.YES, Adds.NO, Optional.empty());
    }

    @Override
    public int vocabularySize() {
        return words.size();
    }

    @Override
    public void close() {}

    private int number(String word) {
        if (!words.contains(word)) {
            words.add(word);
        }
        return words.indexOf(word);
    }
}
