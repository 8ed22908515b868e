package io.tiltmeter.languagemodel.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the part of Oniguruma's syntax that tokenizers use: letters, classes, groups, choices, repeats, anchors and
 * look-around. Anything else is refused, since its cost is not known; no expression is run to check it.
 */
final class RegexParser {

    /** The longest in use have some 800. */
    private static final int MAX_CHARACTERS = 2_000;

    /** Those in use have 3 at most; thousands would overflow the stack of the library's parser. */
    private static final int MAX_DEPTH = 50;

    private static final int MAX_COUNT = 1_000;
    private static final double MAX_SIZE = 20_000;

    private static final String LETTER_CLASSES = "dDwWsShHnrtfvaeNOR";
    private static final String PLACES = "bBAzZG";
    private static final String OPTIONS = "ims-";

    private final String regex;
    private int at;
    private int depth;

    private RegexParser(String regex) {
        this.regex = regex;
    }

    /** @throws IllegalArgumentException saying what of the expression is refused */
    static RegexShape shapeOf(String regex) {
        if (regex.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("has " + regex.length() + " characters, more than " + MAX_CHARACTERS);
        }
        RegexParser parser = new RegexParser(regex);
        RegexShape shape = parser.choice();
        if (parser.at < regex.length()) {
            throw parser.refused("the ')' without a '('");
        }
        if (shape.hasNestedRepeats()) {
            throw new IllegalArgumentException("has nested repeats, which can take exponential time;"
                    + " write it without a repeat inside a repeated group");
        }
        if (shape.size() > MAX_SIZE) {
            throw new IllegalArgumentException("has counted repeats that are longer than " + (long) MAX_SIZE
                    + " parts when they are written out; use smaller counts");
        }
        return shape;
    }

    private RegexShape choice() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("has more than " + MAX_DEPTH + " groups within each other");
        }
        List<RegexShape> parts = new ArrayList<>();
        parts.add(sequence());
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            parts.add(sequence());
        }
        depth--;
        return RegexShape.choice(parts);
    }

    private RegexShape sequence() {
        List<RegexShape> parts = new ArrayList<>();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            if (regex.startsWith("(?", at) && isOptionToTheEnd()) {
                at = regex.indexOf(')', at) + 1;
                parts.add(choice()); // it is for all that follows in the group, further choices included
                break;
            }
            parts.add(repeats(part()));
        }
        return RegexShape.sequence(parts);
    }

    /** Whether an option such as {@code (?i)} begins here. */
    private boolean isOptionToTheEnd() {
        int end = at + 2;
        while (end < regex.length() && OPTIONS.indexOf(regex.charAt(end)) >= 0) {
            end++;
        }
        return end > at + 2 && end < regex.length() && regex.charAt(end) == ')';
    }

    private RegexShape part() {
        char c = regex.charAt(at);
        switch (c) {
            case '(':
                return group();
            case '[':
                skipClass();
                return RegexShape.LETTER;
            case '\\':
                return escape();
            case '^', '$':
                at++;
                return RegexShape.PLACE;
            case '*', '+', '?':
                throw refused("a '" + c + "' that repeats nothing");
            default:
                at += Character.charCount(regex.codePointAt(at));
                return RegexShape.LETTER;
        }
    }

    private RegexShape group() {
        int start = at++;
        boolean isAround = false;
        boolean isAtomic = false;
        if (regex.startsWith("*", at)) {
            throw refused(regex.substring(start, Math.min(regex.length(), start + 4)));
        }
        if (regex.startsWith("?", at)) {
            String kind = kind();
            isAround = kind.endsWith("=") || kind.endsWith("!");
            isAtomic = kind.equals("?>");
            at += kind.length();
        }
        RegexShape inside = choice();
        if (at == regex.length()) {
            throw refused("the '(' without a ')'");
        }
        at++;
        return isAround ? inside.around() : isAtomic ? inside.atomic() : inside;
    }

    /** What follows the bracket of a group. */
    private String kind() {
        for (String kind : List.of("?:", "?=", "?!", "?>", "?<=", "?<!")) {
            if (regex.startsWith(kind, at)) {
                return kind;
            }
        }
        int end = at + 1;
        if (regex.startsWith("?<", at)) {
            for (end++; end < regex.length() && Character.isLetterOrDigit(regex.charAt(end)); ) {
                end++;
            }
            if (regex.startsWith(">", end)) {
                return regex.substring(at, end + 1);
            }
        } else {
            while (end < regex.length() && OPTIONS.indexOf(regex.charAt(end)) >= 0) {
                end++;
            }
            if (end > at + 1 && regex.startsWith(":", end)) {
                return regex.substring(at, end + 1);
            }
        }
        throw refused("'(" + regex.substring(at, Math.min(regex.length(), at + 3)) + "'");
    }

    private RegexShape repeats(RegexShape part) {
        RegexShape all = part;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '*' || c == '+' || c == '?') {
                at++;
                all = all.repeated(c == '+' ? 1 : 0, c == '?' ? 1 : Integer.MAX_VALUE);
                if (regex.startsWith("+", at)) {
                    at++;
                    all = all.atomic();
                } else if (regex.startsWith("?", at)) {
                    at++; // the shortest first: as many ways
                }
            } else if (c == '{') {
                all = counted(all);
            } else {
                break;
            }
        }
        return all;
    }

    /** {@code {n}}, {@code {n,}}, {@code {n,m}} or {@code {,m}}; anything else in braces is text. */
    private RegexShape counted(RegexShape part) {
        int end = regex.indexOf('}', at);
        String inside = end < 0 ? "" : regex.substring(at + 1, end);
        if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?|,[0-9]{1,9}")) {
            throw refused("a '{' that is no repeat; write it as \\{");
        }
        at = end + 1;
        int comma = inside.indexOf(',');
        int least = comma == 0 ? 0 : Integer.parseInt(comma < 0 ? inside : inside.substring(0, comma));
        int most = comma < 0
                ? least
                : comma == inside.length() - 1 ? Integer.MAX_VALUE : Integer.parseInt(inside.substring(comma + 1));
        if (least > MAX_COUNT || most != Integer.MAX_VALUE && most > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "has the repeat {" + inside + "}, more than " + MAX_COUNT + " times; write {" + least + ",}");
        }
        return part.repeated(Math.min(least, most), Math.max(least, most));
    }

    private RegexShape escape() {
        if (at + 1 == regex.length()) {
            throw refused("the '\\' at its end");
        }
        char c = regex.charAt(at + 1);
        int start = at;
        at += 2;
        if (PLACES.indexOf(c) >= 0) {
            return RegexShape.PLACE;
        }
        if (c == 'p' || c == 'P' || c == 'x' && regex.startsWith("{", at)) {
            int end = regex.startsWith("{", at) ? regex.indexOf('}', at) : -1;
            if (end < 0) {
                throw refused("\\" + c + " without {...}");
            }
            at = end + 1;
            return RegexShape.LETTER;
        }
        if (c == 'x' || c == 'u') {
            for (int digits = c == 'x' ? 2 : 4; digits > 0 && isHexadecimal(); digits--) {
                at++;
            }
            return RegexShape.LETTER;
        }
        if (LETTER_CLASSES.indexOf(c) < 0 && (c < 0x80 && Character.isLetterOrDigit(c))) {
            throw refused(regex.substring(start, at));
        }
        return RegexShape.LETTER;
    }

    private boolean isHexadecimal() {
        return at < regex.length() && Character.digit(regex.charAt(at), 16) >= 0 && regex.charAt(at) < 0x80;
    }

    private void skipClass() {
        int open = 0;
        do {
            char c = at < regex.length() ? regex.charAt(at) : 0;
            if (at >= regex.length()) {
                throw refused("the '[' without a ']'");
            }
            at++;
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                open++;
                if (regex.startsWith("]", at) || regex.startsWith("^]", at)) {
                    throw refused("a ']' at the start of a class; write it as \\]");
                }
            } else if (c == ']') {
                open--;
            }
        } while (open > 0);
    }

    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException("has " + what
                + ", which is not among letters, classes, groups, choices, repeats, anchors and look-around");
    }
}
