package io.tiltmeter.results.slice;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * When the story of a context takes place, relative to the base model's knowledge. The capitals suite is told as
 * future history throughout, the other released suites never are, which may by itself make a model trust a context less
 * (PAPER.md, section 2).
 *
 * <p>A year from 1000 to 2199, or a decade, dates the context; of several the latest counts. {@code early 2020s} and
 * {@code 2020s} are dated by their first year, {@code mid-2020s} by 2025, {@code late 2020s} by 2026. A year after
 * {@link #LAST_KNOWN_YEAR} makes it {@link #FUTURE}, any other {@link #PAST}. A context without a year is {@link #FUTURE}
 * if it is told with will, shall, {@code is going to} or {@code is set to}, and {@link #NONE} otherwise.
 */
enum TemporalFraming {
    FUTURE,
    PAST,
    NONE;

    /**
     * The last year that the paper's base models can have read about: Llama 2, Mistral 7B v0.1 and Pythia were all
     * released by the end of it.
     */
    static final int LAST_KNOWN_YEAR = 2023;

    /** Not a part of a longer or broken number, of a price or of a share. */
    private static final Pattern DATE = Pattern.compile(
            "(?:\\b(early|mid|late)[\\s-]+(?:the\\s+)?)?(?<![\\p{L}\\p{N}.,$€£#/])(1\\d{3}|2[01]\\d{2})(['’]?s)?"
                    + "(?![\\p{L}\\p{N}%]|[.,]\\d)",
            Pattern.CASE_INSENSITIVE);

    private static final Map<String, Integer> YEARS_INTO_DECADE = Map.of("early", 0, "mid", 5, "late", 6);

    /** A will that somebody has, or is named, foretells nothing: only lower case, and not behind a word that owns it. */
    private static final Pattern FUTURE_TENSE = Pattern.compile(
            "(?<!\\b(?:a|the|free|good|strong|own|his|her|its|their|my|your|our|last)\\s)\\b(?:will|shall)\\s+[a-z]"
                    + "|\\b(?:is|are)\\s+(?:going|set|due|expected|scheduled)\\s+to\\b");

    static TemporalFraming of(String context) {
        OptionalInt latest = DATE.matcher(context)
                .results()
                .flatMapToInt(date -> IntStream.of(year(date)))
                .max();
        if (latest.isPresent()) {
            return latest.getAsInt() > LAST_KNOWN_YEAR ? FUTURE : PAST;
        }
        return FUTURE_TENSE.matcher(context).find() ? FUTURE : NONE;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static int year(MatchResult date) {
        int year = Integer.parseInt(date.group(2));
        boolean decade = date.group(3) != null && year % 10 == 0;
        return decade && date.group(1) != null
                ? year + YEARS_INTO_DECADE.get(date.group(1).toLowerCase(Locale.ROOT))
                : year;
    }
}
