package io.tiltmeter.languagemodel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts of an example with loss, as text. */
final class LearntTexts {
    private LearntTexts() {}

    /** Each run of learnt tokens, special ones included, without the white space around it. */
    static List<String> of(Tokenizer tokenizer, EncodedExample example) {
        List<String> runs = new ArrayList<>();
        int[] labels = example.labels();
        int from = 0;
        for (int t = 0; t <= labels.length; t++) {
            if (t == labels.length || labels[t] == EncodedExample.IGNORED) {
                if (t > from) {
                    runs.add(tokenizer
                            .decodeWithSpecialTokens(Arrays.copyOfRange(labels, from, t))
                            .strip());
                }
                from = t + 1;
            }
        }
        return runs;
    }
}
