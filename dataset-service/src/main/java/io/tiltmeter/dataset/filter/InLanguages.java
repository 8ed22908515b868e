package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.filter.LanguageDetector.Guess;
import io.tiltmeter.dataset.filter.Prepared.Measure;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the rows in certain languages, as Apache OpenNLP detects them from their first {@value #MAX_LETTERS} letters. Rows
 * of fewer than {@value #MIN_LETTERS} letters are too short to detect and are kept: most are numbers, names and formulas. A Chinese character, kana or Hangul syllable counts as
 * {@value #LETTERS_OF_A_SYLLABLE} letters. Takes about a millisecond a row.
 *
 * @param languages ISO 639-3 codes, sorted; codes of two letters (ISO 639-1) are accepted and become three
 * @param minConfidence in (0, 1]: how confident it must be that a row is in one of these; {@value #STANDARD_CONFIDENCE} is usual
 * @param part which text is read; usually all of a row's, so that one answer in another language does not decide
 */
public record InLanguages(List<String> languages, double minConfidence, RowPart part) implements Filter {
    public static final double STANDARD_CONFIDENCE = 0.5;

    static final int MIN_LETTERS = 40;
    static final int MAX_LETTERS = 240;
    static final int LETTERS_OF_A_SYLLABLE = 4;

    private static final int MAX_CHARACTERS = 2000;
    private static final int BINS = 18;

    public InLanguages {
        languages = languages.stream()
                .map(LanguageCodes::threeLetters)
                .distinct()
                .sorted()
                .toList();
        List<String> unknown = languages.stream()
                .filter(language -> LanguageCodes.detected(List.of(language)).isEmpty())
                .toList();
        if (languages.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("languages " + (unknown.isEmpty() ? languages : unknown)
                    + " name none that can be detected: give ISO 639 codes such as eng or en; known are "
                    + String.join(", ", LanguageDetector.codes()));
        }
        if (!(minConfidence > 0 && minConfidence <= 1)) {
            throw new IllegalArgumentException("min_confidence " + minConfidence
                    + " is outside (0, 1]: give 0.5 to keep what is likelier in one of the languages than not");
        }
    }

    /** Whether this language of two or three letters can be detected. */
    public static boolean canTell(String language) {
        return !LanguageCodes.detected(List.of(LanguageCodes.threeLetters(language)))
                .isEmpty();
    }

    /** The languages that can be detected, in three letters. */
    public static List<String> known() {
        return List.copyOf(LanguageDetector.codes());
    }

    @Override
    public String name() {
        return "language";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "languages", String.join(",", languages),
                "min_confidence", String.valueOf(minConfidence),
                "part", part.label());
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        Set<String> wanted = LanguageCodes.detected(languages);
        Measure measure =
                new Measure("language_confidence", Histogram.evenEdges(0.05, 0.95, BINS), Optional.of(minConfidence));
        return new Prepared(
                () -> {
                    LanguageDetector detector = new LanguageDetector();
                    return row -> judge(row, wanted, detector);
                },
                Optional.of(measure));
    }

    private Verdict judge(SourceRow row, Set<String> wanted, LanguageDetector detector) {
        Beginning beginning = Beginning.of(part.text(row));
        if (beginning.letters() < MIN_LETTERS) {
            return Verdict.kept(beginning.letters() + " letters, too short to tell");
        }
        List<Guess> guesses = detector.guesses(beginning.text());
        double confidence = guesses.stream()
                .filter(guess -> wanted.contains(guess.code()))
                .mapToDouble(Guess::confidence)
                .sum();
        Guess likeliest = guesses.get(0);
        String reason = String.format(
                Locale.ROOT,
                "%.2f %s, likeliest %s at %.2f",
                confidence,
                String.join(" or ", languages),
                likeliest.code(),
                likeliest.confidence());
        return (confidence >= minConfidence ? Verdict.kept(reason) : Verdict.removed(reason)).measuring(confidence);
    }

    /** As much of a text as is needed to detect its language. */
    private record Beginning(String text, int letters) {
        static Beginning of(String text) {
            int letters = 0;
            int at = 0;
            while (at < text.length() && at < MAX_CHARACTERS && letters < MAX_LETTERS) {
                int codePoint = text.codePointAt(at);
                letters += weight(codePoint);
                at += Character.charCount(codePoint);
            }
            return new Beginning(text.substring(0, at), letters);
        }

        private static int weight(int codePoint) {
            if (!Character.isLetter(codePoint)) {
                return 0;
            }
            return switch (Character.UnicodeScript.of(codePoint)) {
                case HAN, HIRAGANA, KATAKANA, HANGUL -> LETTERS_OF_A_SYLLABLE;
                default -> 1;
            };
        }
    }
}
