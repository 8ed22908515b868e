package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.filter.Words.Word;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds names in texts, whole words only. Case and accents do not matter, but a name that begins in upper case is found
 * only where the text does: turkey on a table is no country. The longest name at the first place wins.
 */
final class NameIndex {
    private static final int MIN_LETTERS = 2;

    private final Node root = new Node();

    NameIndex(Collection<String> names) {
        for (String name : names) {
            List<Word> words = Words.of(name);
            int letters =
                    words.stream().mapToInt(word -> word.folded().length()).sum();
            if (letters >= MIN_LETTERS) {
                Node node = root;
                for (Word word : words) {
                    node = node.next.computeIfAbsent(word.folded(), key -> new Node());
                }
                node.name = node.name == null || words.get(0).capitalised() ? name : node.name;
                node.anyCase |= !words.get(0).capitalised();
            }
        }
    }

    private static final class Node {
        private final Map<String, Node> next = new HashMap<>();
        private String name;
        private boolean anyCase;
    }

    Optional<String> firstIn(String text) {
        List<Word> words = Words.of(text);
        for (int from = 0; from < words.size(); from++) {
            String found = null;
            boolean capitalised = words.get(from).capitalised();
            Node node = root;
            for (int at = from; at < words.size() && node != null; at++) {
                node = node.next.get(words.get(at).folded());
                if (node != null && node.name != null && (capitalised || node.anyCase)) {
                    found = node.name;
                }
            }
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
