package io.tiltmeter.dataset.filter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.stream.Collectors;

/** Language codes in requests, and those of the detector. */
final class LanguageCodes {
    private static final int TWO_LETTERS = 2;

    /** The detector knows the group, the standard language in it, or both; a request for either means the same texts. */
    private static final Map<String, Set<String>> ALSO = Map.of(
            "est", Set.of("est", "ekk"),
            "ekk", Set.of("est", "ekk"),
            "lav", Set.of("lav", "lvs"),
            "lvs", Set.of("lav", "lvs"),
            "fas", Set.of("fas", "pes"),
            "pes", Set.of("fas", "pes"),
            "nor", Set.of("nob", "nno"),
            "zho", Set.of("cmn"),
            "mlg", Set.of("plt"));

    private LanguageCodes() {}

    /** ISO 639-3 for a code of two or three letters, known to the detector or not. */
    static String threeLetters(String code) {
        String lower = code.strip().toLowerCase(Locale.ROOT);
        if (lower.length() != TWO_LETTERS) {
            return lower;
        }
        try {
            return Locale.forLanguageTag(lower).getISO3Language();
        } catch (MissingResourceException e) {
            // two letters that are no code: the caller reports them as they are
            return lower;
        }
    }

    /** The detector's codes for languages of ISO 639-3; unknown languages have none. */
    static Set<String> detected(List<String> languages) {
        Set<String> known = LanguageDetector.codes();
        return languages.stream()
                .flatMap(language -> ALSO.getOrDefault(language, Set.of(language)).stream())
                .filter(known::contains)
                .collect(Collectors.toUnmodifiableSet());
    }
}
