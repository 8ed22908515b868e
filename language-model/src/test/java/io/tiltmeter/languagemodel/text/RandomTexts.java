package io.tiltmeter.languagemodel.text;

import java.util.List;
import java.util.Random;

/** Random texts from a seed. */
final class RandomTexts {

    private static final List<String> WORDS = List.of(
            "the",
            "river",
            "ran",
            "past",
            "old",
            "mill",
            ".",
            "?",
            " ",
            "  ",
            "\n",
            "\n\n",
            "12",
            "naïve",
            "日本",
            "😀",
            "### Response:",
            "[INST]",
            "<|user|>",
            "A",
            "'s",
            "\t",
            "e\u0301",
            "\u00a0",
            "(",
            "▁",
            "Ġ");

    private RandomTexts() {}

    /** Words, punctuation and white space, never blank. */
    static String words(Random random) {
        StringBuilder text = new StringBuilder("the");
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(random.nextInt(3) == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    /** Any code points but surrogates. */
    static String unicode(Random random) {
        int[] points = random.ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextInt(3) == 0 ? point : point % 0x250)
                .filter(point -> !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE))
                .toArray();
        return new String(points, 0, points.length);
    }
}
