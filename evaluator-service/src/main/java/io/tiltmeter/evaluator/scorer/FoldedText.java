package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text in the form that scorers compare, so that spellings which a reader takes for the same are the same (the rules
 * stand at {@link ContainsScorer}). Every character remembers where in the original it came from.
 */
final class FoldedText {
    /** A decimal point: other than a full stop it holds a number together. */
    private static final char DECIMAL_POINT = '\u2396';

    private static final String GROUP = "[," + CharacterFolding.NO_BREAK_SPACE + "]";

    private static final Pattern GROUPED_DIGITS =
            Pattern.compile("(?<![0-9])(?<![0-9]" + GROUP + ")[0-9]{1,3}(?:" + GROUP + "[0-9]{3})+(?!,?[0-9])");
    private static final Pattern DECIMALS =
            Pattern.compile("(?<![0-9.])(?:[0-9]+" + GROUP + ")*[0-9]+\\.[0-9]+(?!\\.?[0-9])");
    private static final Pattern ABBREVIATION_STOP = Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}])\\p{L}{1,3}\\.");
    private static final Pattern INNER_HYPHEN =
            Pattern.compile("(?<=[\\p{L}\\p{M}])-(?=[\\p{L}\\p{N}])|(?<=[0-9])-(?=\\p{L})");

    private static final Pattern AROUND_ANSWERS = Pattern.compile("^[\"' ]+|[.,:;!?。\"' ]+$");

    /**
     * A stretch of the folded text.
     *
     * @param start its first UTF-16 unit
     * @param end the one after the last
     */
    record Place(int start, int end) {
        boolean isWithin(Place other) {
            return start >= other.start && end <= other.end;
        }
    }

    private final StringBuilder folded = new StringBuilder();
    private int[] starts;
    private int[] ends;

    private FoldedText(int length) {
        starts = new int[length + 8];
        ends = new int[length + 8];
    }

    /** Folds base characters together with the marks that follow them, which is as far as their order can matter. */
    static FoldedText of(String original) {
        FoldedText characters = new FoldedText(original.length());
        int start = 0;
        while (start < original.length()) {
            int end = clusterEnd(original, start);
            for (char unit :
                    CharacterFolding.fold(original.substring(start, end)).toCharArray()) {
                characters.add(unit, start, end);
            }
            start = end;
        }
        return characters.joined();
    }

    /** The folded text itself. */
    String text() {
        return folded.toString();
    }

    /** The same without what an answer may lack at its end, and without quotation marks around it. */
    String asAnswer() {
        String answer = AROUND_ANSWERS.matcher(folded).replaceAll("");
        return answer.isEmpty() ? text() : answer;
    }

    /** Every place where these folded words stand as whole words, in order; none for no words. */
    Stream<Place> places(String wanted) {
        if (wanted.isEmpty()) {
            return Stream.empty();
        }
        return IntStream.iterate(folded.indexOf(wanted), at -> at >= 0, at -> folded.indexOf(wanted, at + 1))
                .mapToObj(at -> new Place(at, at + wanted.length()))
                .filter(place -> isWordStart(place.start()) && isWordEnd(place.end()));
    }

    /** The same place in the original. */
    AnswerSpan span(Place place, String spelling) {
        return new AnswerSpan(spelling, starts[place.start()], ends[place.end() - 1]);
    }

    /** Runs of letters, digits and marks, in their order. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from < folded.length()) {
            int to = from;
            while (to < folded.length() && isWordPart(folded.codePointAt(to))) {
                to += Character.charCount(folded.codePointAt(to));
            }
            if (to > from) {
                words.add(folded.substring(from, to));
            }
            from = to == folded.length() ? to : to + Character.charCount(folded.codePointAt(to));
        }
        return words;
    }

    private boolean isWordStart(int place) {
        return isOutside(place) || WordBorders.isBetween(folded.codePointBefore(place), folded.codePointAt(place));
    }

    private boolean isWordEnd(int place) {
        return isOutside(place) || WordBorders.isBehind(folded.codePointBefore(place), folded.codePointAt(place));
    }

    private boolean isOutside(int place) {
        return place == 0
                || place == folded.length()
                || !isWordPart(folded.codePointBefore(place))
                || !isWordPart(folded.codePointAt(place));
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || CharacterFolding.isMark(codePoint) || codePoint == DECIMAL_POINT;
    }

    private static int clusterEnd(String text, int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && CharacterFolding.continuesCluster(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private void add(char unit, int start, int end) {
        int at = folded.length();
        if (at == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            ends = Arrays.copyOf(ends, starts.length);
        }
        starts[at] = start;
        ends[at] = end;
        folded.append(unit);
    }

    /** The same with what depends on neighbours: numbers, hyphens, full stops, runs of spaces. */
    private FoldedText joined() {
        char[] units = text().toCharArray();
        FoldedText joined = new FoldedText(units.length);
        replace(DECIMALS, '.', DECIMAL_POINT, units);
        boolean[] dropped = new boolean[units.length];
        Matcher grouped = GROUPED_DIGITS.matcher(folded);
        while (grouped.find()) {
            for (int at = grouped.start(); at < grouped.end(); at++) {
                dropped[at] = units[at] == ',' || units[at] == CharacterFolding.NO_BREAK_SPACE;
            }
        }
        replace(ABBREVIATION_STOP, '.', ' ', units);
        replace(INNER_HYPHEN, '-', ' ', units);
        for (int at = 0; at < units.length; at++) {
            char unit = units[at] == CharacterFolding.NO_BREAK_SPACE ? ' ' : units[at];
            if (!dropped[at] && !(unit == ' ' && joined.isAtSpace())) {
                joined.add(unit, starts[at], ends[at]);
            }
        }
        if (joined.isAtSpace() && !joined.folded.isEmpty()) {
            joined.folded.setLength(joined.folded.length() - 1);
        }
        return joined;
    }

    private void replace(Pattern where, char before, char after, char[] units) {
        if (folded.indexOf(Character.toString(before)) < 0) {
            return;
        }
        Matcher found = where.matcher(folded);
        while (found.find()) {
            for (int at = found.start(); at < found.end(); at++) {
                if (units[at] == before) {
                    units[at] = after;
                }
            }
        }
    }

    private boolean isAtSpace() {
        return folded.isEmpty() || folded.charAt(folded.length() - 1) == ' ';
    }
}
