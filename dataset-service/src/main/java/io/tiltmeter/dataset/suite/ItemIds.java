package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives drafts their ids. A file's own id is kept; else the id is a hash of the item's texts, so that an item keeps its id
 * when others come or go. A repeated item gets {@code -2}, {@code -3} and so on behind it.
 */
final class ItemIds {
    private static final int ID_DIGITS = 16;
    private static final int CLUSTER_DIGITS = 12;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final Set<String> given = new HashSet<>();
    private final Map<String, Integer> derived = new HashMap<>();

    /** The item, or empty if an earlier one has its given id. */
    Optional<SuiteItem> identify(ItemDraft draft) {
        String id;
        if (!draft.givenId().isBlank()) {
            id = draft.givenId().strip();
            if (!given.add(id)) {
                return Optional.empty();
            }
        } else {
            String hash = CanonicalJson.shortHash(ID_DIGITS, draft.texts());
            int times = derived.merge(hash, 1, Integer::sum);
            id = times == 1 ? hash : hash + "-" + times;
        }
        return Optional.of(draft.item(id, cluster(draft)));
    }

    private static String cluster(ItemDraft draft) {
        if (!draft.givenClusterId().isBlank()) {
            return draft.givenClusterId().strip();
        }
        String words = words(draft.clusterKey());
        return "c-" + CanonicalJson.shortHash(CLUSTER_DIGITS, words.isEmpty() ? draft.clusterKey() : words);
    }

    /** Without case, accents and punctuation. Stored ids depend on it, so it stays whatever answers are compared by. */
    private static String words(String key) {
        return WORD.matcher(key)
                .results()
                .map(word -> MARKS.matcher(Normalizer.normalize(word.group(), Normalizer.Form.NFKD))
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
