package io.tiltmeter.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Rows in Alpaca's format, JSON lines in UTF-8: made-up words, lengths distributed as in Alpaca, 40 % with an input, 5 %
 * equal to an earlier row, some with line breaks, quotes and letters beyond ASCII. The same seed gives the same file.
 */
final class GeneratedInstructions {
    private static final double WITH_INPUT = 0.4;
    private static final double REPEATED = 0.05;
    private static final int WORDS = 5000;
    private static final long SEEDS_APART = 1_000_000_007L;

    private final long seed;
    private final String[] words = new String[WORDS];

    GeneratedInstructions(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < WORDS; i++) {
            words[i] = word(random);
        }
    }

    /** Writes the first rows; a longer file begins with the shorter. */
    void write(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int row = 0; row < rows; row++) {
                out.write(row(row));
                out.write('\n');
            }
        }
    }

    /** One row; a repeated one has the whole text of an earlier row. */
    String row(int number) {
        SplittableRandom draw = new SplittableRandom(~(seed * SEEDS_APART + number));
        boolean isRepeated = number > 0 && draw.nextDouble() < REPEATED;
        return text(new SplittableRandom(seed * SEEDS_APART + (isRepeated ? draw.nextInt(number) : number)));
    }

    private String text(SplittableRandom random) {
        StringBuilder row = new StringBuilder("{\"instruction\": \"");
        append(row, random, 6 + random.nextInt(14));
        row.append("\", \"input\": \"");
        if (random.nextDouble() < WITH_INPUT) {
            append(row, random, 5 + random.nextInt(30));
        }
        row.append("\", \"output\": \"");
        append(row, random, 5 + random.nextInt(75));
        return row.append("\"}").toString();
    }

    private void append(StringBuilder row, SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(60);
            row.append(i == 0 ? "" : kind == 0 ? "\\n" : " ");
            String word = words[Math.min(random.nextInt(WORDS), random.nextInt(WORDS))];
            row.append(kind == 1 ? "\\\"" + word + "\\\"" : word);
        }
        row.append('.');
    }

    private static String word(SplittableRandom random) {
        String consonants = "bcdfghklmnprstvw";
        String vowels = random.nextInt(50) == 0 ? "éäø" : "aeiou";
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            word.append(consonants.charAt(random.nextInt(consonants.length())));
            word.append(vowels.charAt(random.nextInt(vowels.length())));
        }
        return word.toString();
    }
}
