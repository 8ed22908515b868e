package io.tiltmeter.dataset.filter;

import io.tiltmeter.answertext.NormalisedText;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds names in texts where the scorers would find them as answers, with two differences: what is between the words
 * of a name is ignored, and a name that begins in upper case or with a digit is found only where the text does too, so that
 * "turkey" is not the country. The longest name at the first place is reported. Names of one letter are left out.
 */
final class NameIndex {
    private static final int MIN_LETTERS = 2;

    private final Node root = new Node();

    /** Of the names' first words, so that few of a text's words are looked up. */
    private final BitSet beginnings = new BitSet();

    NameIndex(Collection<String> names) {
        for (String name : names) {
            add(name, NormalisedText.of(name));
        }
    }

    private static final class Node {
        private final Map<String, Node> next = new HashMap<>();
        private String name;
        private boolean anyCase;
    }

    private void add(String name, NormalisedText normalised) {
        String text = normalised.text();
        Node node = root;
        int letters = 0;
        int first = normalised.nextWord(0);
        for (int start = first; start < text.length(); ) {
            int end = normalised.wordEnd(start);
            node = node.next.computeIfAbsent(text.substring(start, end), word -> new Node());
            letters += end - start;
            start = normalised.nextWord(end);
        }
        if (letters >= MIN_LETTERS) {
            beginnings.set(beginning(text, first, normalised.wordEnd(first)));
            boolean capitalised = isCapitalised(normalised, first);
            node.name = node.name == null || capitalised ? name : node.name;
            node.anyCase |= !capitalised;
        }
    }

    Optional<String> firstIn(String original) {
        NormalisedText normalised = NormalisedText.of(original);
        String text = normalised.text();
        for (int start = normalised.nextWord(0); start < text.length(); ) {
            int end = normalised.wordEnd(start);
            if (beginnings.get(beginning(text, start, end)) && normalised.isWordStart(start)) {
                String found = longestFrom(normalised, start);
                if (found != null) {
                    return Optional.of(found);
                }
            }
            start = normalised.nextWord(end);
        }
        return Optional.empty();
    }

    private String longestFrom(NormalisedText normalised, int first) {
        String text = normalised.text();
        boolean capitalised = isCapitalised(normalised, first);
        String found = null;
        Node node = root;
        for (int start = first; start < text.length() && node != null; ) {
            int end = normalised.wordEnd(start);
            node = node.next.get(text.substring(start, end));
            if (node != null && node.name != null && (capitalised || node.anyCase)) {
                found = node.name;
            }
            start = normalised.nextWord(end);
        }
        return found;
    }

    private static boolean isCapitalised(NormalisedText text, int place) {
        return text.isCapitalised(place) || Character.isDigit(text.text().charAt(place));
    }

    /** Made of a word's length and its first two letters. */
    private static int beginning(String text, int start, int end) {
        int letters = 31 * text.charAt(start) + (end > start + 1 ? text.charAt(start + 1) : 0);
        return (31 * letters + end - start) & Character.MAX_VALUE;
    }
}
