package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.augmentation.Mentions.Mention;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Replaces one entity's names by another's, in the same case and with the same possessive. */
final class Rewriting {
    private static final Pattern OPEN_QUOTE = Pattern.compile("(?:^|[\\s(])['\u2018](?!s\\b)");
    private static final int MAX_QUOTE_DISTANCE = 80;

    private final TextWords text;
    private final List<Mention> mentions;

    /** Of all mentions of the original in a text. */
    Rewriting(EntityNames original, TextWords text) {
        this.text = text;
        this.mentions = Mentions.of(original, text).all();
    }

    /** The text with each mention of the original replaced. */
    String by(EntityNames substitute) {
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        for (Mention mention : mentions) {
            if (!substitute.plays(mention.form().role())) {
                continue;
            }
            int start = text.start(mention.first());
            int end = text.end(mention.last());
            String name =
                    inCase(mention, text, substitute.written(mention.form().role()));
            boolean dotted = mention.form().name().endsWith(".") && text.text().startsWith(".", end);
            replaced.append(text.text(), copied, start).append(name);
            copied = dotted && !endsSentence(text.text(), end) ? end + 1 : end;
            if (isBarePossessive(text.text(), start, end) && !endsWithS(name)) {
                replaced.append(text.text().charAt(end)).append(isUpperCase(name) ? "S" : "s");
                copied = end + 1;
            }
        }
        return replaced.append(text.text(), copied, text.text().length()).toString();
    }

    private static String inCase(Mention mention, TextWords text, String name) {
        String there = text.written(mention.first(), mention.last());
        if (text.beginsSentence(mention.first())
                && Character.isUpperCase(there.codePointAt(0))
                && Character.isLowerCase(name.codePointAt(0))) {
            return inCase(there, mention, capitalised(name));
        }
        return inCase(there, mention, name);
    }

    private static String capitalised(String name) {
        int second = name.offsetByCodePoints(0, 1);
        return name.substring(0, second).toUpperCase(Locale.ROOT) + name.substring(second);
    }

    private static String inCase(String there, Mention mention, String name) {
        if (there.equals(mention.form().name()) || mention.form().role() == NameRole.ACRONYM) {
            return name;
        }
        if (isUpperCase(there)) {
            return name.toUpperCase(Locale.ROOT);
        }
        boolean lower = there.codePoints().noneMatch(Character::isUpperCase)
                && mention.form().name().codePoints().anyMatch(Character::isUpperCase);
        return lower ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static boolean isUpperCase(String text) {
        return text.codePoints().noneMatch(Character::isLowerCase)
                && text.codePoints().filter(Character::isUpperCase).count() > 1;
    }

    private static boolean endsSentence(String text, int dot) {
        int next = dot + 1;
        return next >= text.length()
                || text.charAt(next) == '\n'
                || text.charAt(next) == ' '
                        && next + 1 < text.length()
                        && Character.isUpperCase(text.codePointAt(next + 1));
    }

    /** {@code James' house}: an apostrophe after a name that ends in s, and no closing quotation mark. */
    private static boolean isBarePossessive(String text, int start, int end) {
        boolean apostrophe = end < text.length() && (text.charAt(end) == '\'' || text.charAt(end) == '\u2019');
        if (!apostrophe || !endsWithS(text.substring(start, end))) {
            return false;
        }
        boolean possesses =
                end + 2 < text.length() && text.charAt(end + 1) == ' ' && Character.isLetter(text.codePointAt(end + 2));
        return possesses
                && !OPEN_QUOTE
                        .matcher(text.substring(Math.max(0, start - MAX_QUOTE_DISTANCE), start))
                        .find();
    }

    private static boolean endsWithS(String name) {
        return name.endsWith("s") || name.endsWith("S");
    }
}
