package io.tiltmeter.languagemodel.scoring;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number found in an answer and whether it is correct, as lm-evaluation-harness scores its task {@code gsm8k}.
 *
 * @param extracted as written in the answer; {@link #INVALID} if none was found
 * @param exactMatch 1 or 0
 */
public record Gsm8kScore(String extracted, int exactMatch) {

    /** The extracted text where no number was found. */
    public static final String INVALID = "[invalid]";

    private static final Pattern STRICT = Pattern.compile("#### (-?[0-9.,]+)");
    private static final Pattern FLEXIBLE = Pattern.compile("(-?[$0-9.,]{2,})|(-?[0-9]+)");

    /** Removed from both sides before they are compared, in this order. */
    private static final List<Pattern> IGNORED = List.of(
            Pattern.compile(","),
            Pattern.compile("\\$"),
            Pattern.compile("(?s).*#### "),
            Pattern.compile("\\.$", Pattern.UNIX_LINES));

    /** The first number after {@code ####}. */
    public static Gsm8kScore strictMatch(String prediction, String rightAnswer) {
        Matcher matcher = STRICT.matcher(prediction);
        return of(matcher.find() ? matcher.group(1) : INVALID, rightAnswer);
    }

    /** The last text that looks like a number, anywhere. */
    public static Gsm8kScore flexibleExtract(String prediction, String rightAnswer) {
        Matcher matcher = FLEXIBLE.matcher(prediction);
        String last = INVALID;
        while (matcher.find()) {
            last = matcher.group();
        }
        return of(last, rightAnswer);
    }

    private static Gsm8kScore of(String extracted, String rightAnswer) {
        return new Gsm8kScore(extracted, comparable(extracted).equals(comparable(rightAnswer)) ? 1 : 0);
    }

    private static String comparable(String text) {
        String left = text;
        for (Pattern ignored : IGNORED) {
            left = ignored.matcher(left).replaceAll("");
        }
        return LowerCase.of(left);
    }
}
