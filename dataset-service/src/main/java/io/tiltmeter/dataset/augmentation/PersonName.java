package io.tiltmeter.dataset.augmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A person's name in its parts. Particles belong to the last name ({@code van Gogh}); what follows "of" or "the" is
 * neither first nor last ({@code Joan of Arc}); initials at the beginning are the first name together.
 *
 * @param first never empty; the whole name of a person with one name
 * @param middle empty if there is none
 * @param last empty if there is none
 */
record PersonName(String first, String middle, String last) {
    static PersonName of(String name) {
        List<String> words = new ArrayList<>(Arrays.asList(name.strip().split("[\\s,]+")));
        while (words.size() > 1 && NameWords.isTitle(normalised(words.get(0)))) {
            words.remove(0);
        }
        while (words.size() > 1 && NameWords.isSuffix(normalised(words.get(words.size() - 1)))) {
            words.remove(words.size() - 1);
        }
        int first = 1;
        while (isInitial(words.get(0)) && first < words.size() - 1 && isInitial(words.get(first))) {
            first++;
        }
        int last = Math.max(first, words.size() - 1);
        for (int i = first; i < last; i++) {
            String word = normalised(words.get(i));
            if (word.equals("of") || word.equals("the")) {
                return new PersonName(joined(words, 0, i), "", "");
            }
            if (NameWords.isParticle(word)) {
                last = i;
            }
        }
        return new PersonName(joined(words, 0, first), joined(words, first, last), joined(words, last, words.size()));
    }

    boolean isMononym() {
        return last.isEmpty();
    }

    /** Initials of first and middle names, each with a dot. */
    String initials() {
        return Arrays.stream((first + " " + middle).strip().split("[\\s-]+|(?<=\\.)"))
                .filter(word -> !word.isEmpty())
                .map(word ->
                        new StringBuilder().appendCodePoint(word.codePointAt(0)).append('.'))
                .collect(Collectors.joining(" "));
    }

    private static boolean isInitial(String word) {
        return word.endsWith(".") && normalised(word).length() <= 3;
    }

    private static String normalised(String word) {
        return String.join(" ", TextWords.of(word).allNormalised());
    }

    private static String joined(List<String> words, int from, int to) {
        return from >= to ? "" : String.join(" ", words.subList(from, to));
    }
}
