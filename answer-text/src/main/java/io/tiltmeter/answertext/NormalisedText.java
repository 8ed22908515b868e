package io.tiltmeter.answertext;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text in the form that answers are compared in, so that spellings which a reader takes for the same are the same. Every
 * character remembers where in the original it came from.
 *
 * <p>These make no difference (texts are decomposed by NFKD, and letters have no case, except an answer of one
 * letter: {@link OptionLetter}):
 *
 * <ul>
 *   <li>letter case; accents of Latin, Greek and Cyrillic letters, their strokes and ligatures; Arabic and Hebrew points
 *   <li>kinds of dashes, apostrophes, quotation marks, spaces and digits; invisible characters
 *   <li>a hyphen or a space between words ("Timor-Leste"); full stops behind up to three letters, and spaces behind those
 *       ("J.K. Rowling", "St Petersburg"); what groups a number's digits ("21,000"); a full stop, comma, colon, question
 *       or exclamation mark at an answer's end, and quotation marks around it
 * </ul>
 *
 * <p>A word is a run of letters, digits and marks; a number with its decimals is one. Chinese, Japanese, Thai, Lao, Khmer
 * and Burmese do not separate words by spaces: there an answer counts anywhere (in Katakana only as a whole run). A Korean
 * word may continue behind the answer.
 */
public final class NormalisedText {
    /** A decimal point: other than a full stop it holds a number together. */
    static final char DECIMAL_POINT = '\u2396';

    private static final String ENDS_ANSWERS = "[.,:;!?。\"' ]";

    /** A run of signs is looked at from its start alone: from each of its places, it would take the square of its length. */
    private static final Pattern AROUND_ANSWERS =
            Pattern.compile("^[\"' ]+|(?:\\G|(?<!" + ENDS_ANSWERS + "))" + ENDS_ANSWERS + "++$");

    /**
     * A stretch of a text.
     *
     * @param start its first UTF-16 unit
     * @param end the one after the last
     */
    public record Place(int start, int end) {
        public boolean isWithin(Place other) {
            return start >= other.start && end <= other.end;
        }
    }

    /**
     * A run of letters, digits and marks.
     *
     * @param text normalised
     * @param capitalised whether the original begins with an upper-case letter there
     */
    public record Word(String text, boolean capitalised) {}

    private final String original;
    private final String text;

    /** Of each unit, where in the original the character that it came from begins. */
    private final int[] starts;

    NormalisedText(String original, String text, int[] starts) {
        this.original = original;
        this.text = text;
        this.starts = starts;
    }

    public static NormalisedText of(String original) {
        return new Normalisation(original).run();
    }

    /** The normalised text itself. */
    public String text() {
        return text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The same without punctuation at its end and quotation marks around it, which an answer may lack. */
    public String asAnswer() {
        String answer = AROUND_ANSWERS.matcher(text).replaceAll("");
        return answer.isEmpty() ? text : answer;
    }

    /** Whether an answer stands here as whole words; never if it is empty. */
    public boolean contains(NormalisedText answer) {
        return new Spelling(answer.original, answer, answer.asAnswer()).isIn(this);
    }

    /** Every place where these normalised words stand as whole words, in order; none for no words. */
    public Stream<Place> places(String wanted) {
        if (wanted.isEmpty()) {
            return Stream.empty();
        }
        return IntStream.iterate(text.indexOf(wanted), at -> at >= 0, at -> text.indexOf(wanted, at + 1))
                .mapToObj(at -> new Place(at, at + wanted.length()))
                .filter(place -> isWordStart(place.start()) && isWordEnd(place.end()));
    }

    /** The same place in the original, as a mention of an answer. */
    public Mention mention(Place place, String spelling) {
        return new Mention(
                spelling, starts[place.start()], CharacterNormalisation.clusterEnd(original, starts[place.end() - 1]));
    }

    /** Runs of letters, digits and marks, in their order. */
    public List<Word> words() {
        List<Word> words = new ArrayList<>();
        for (int start = nextWord(0); start < text.length(); ) {
            int end = start;
            while (end < text.length() && isWordPart(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            words.add(new Word(text.substring(start, end), isCapitalised(start)));
            start = nextWord(end);
        }
        return words;
    }

    /** The words with one space between them: equal for texts that differ in punctuation alone. */
    public String wordsOnly() {
        return words().stream().map(Word::text).collect(Collectors.joining(" ")).replace(DECIMAL_POINT, '.');
    }

    /** Where in the normalised text the next word begins; its end if there is none. */
    public int nextWord(int from) {
        int start = from;
        while (start < text.length() && !isWordPart(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        return start;
    }

    /** The first place behind this one where a word can end; in scripts without spaces each character is a word. */
    public int wordEnd(int start) {
        int end = start;
        while (end < text.length() && isAsciiWordPart(text.charAt(end))) {
            end++;
        }
        int before = end > start ? text.charAt(end - 1) : text.codePointAt(start);
        end = Math.max(end, start + Character.charCount(before));
        while (end < text.length()) {
            int after = text.codePointAt(end);
            if (!isWordPart(after) || WordBorders.isBehind(before, after)) {
                return end;
            }
            before = after;
            end += Character.charCount(after);
        }
        return end;
    }

    /** Whether a word can begin at a place; a Korean syllable within a run only continues one. */
    public boolean isWordStart(int place) {
        return isOutside(place) || WordBorders.isBetween(text.codePointBefore(place), text.codePointAt(place));
    }

    /** Whether the original has an upper-case letter at a place of the normalised text. */
    public boolean isCapitalised(int place) {
        return Character.isUpperCase(original.codePointAt(starts[place]));
    }

    /** A stretch of the original, as far as it reaches. */
    String original(int start, int end) {
        return original.substring(Math.max(0, start), Math.min(original.length(), end));
    }

    private boolean isWordEnd(int place) {
        return isOutside(place) || WordBorders.isBehind(text.codePointBefore(place), text.codePointAt(place));
    }

    private boolean isOutside(int place) {
        return place == 0
                || place == text.length()
                || !isWordPart(text.codePointBefore(place))
                || !isWordPart(text.codePointAt(place));
    }

    private static boolean isWordPart(int codePoint) {
        return isAsciiWordPart(codePoint)
                || codePoint >= 0x80
                        && (Character.isLetterOrDigit(codePoint)
                                || CharacterNormalisation.isMark(codePoint)
                                || codePoint == DECIMAL_POINT);
    }

    private static boolean isAsciiWordPart(int codePoint) {
        return codePoint >= 'a' && codePoint <= 'z' || codePoint >= '0' && codePoint <= '9';
    }
}
