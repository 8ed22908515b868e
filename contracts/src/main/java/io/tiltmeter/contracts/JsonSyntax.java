package io.tiltmeter.contracts;

import io.tiltmeter.contracts.JsonFlaw.Numbers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks through a text by the grammar of RFC 8259 up to the first character that does not fit; it keeps no values. */
final class JsonSyntax {
    private static final char MARK = '\uFEFF';
    private static final int MAX_SHOWN = 40;

    /** Names of objects that are kept, to find one that is there twice, in characters. */
    private static final int MAX_NAME_CHARACTERS = 1 << 24;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_.+-]+|'[^'\\r\\n]*'|[^\\x00-\\x20\\x7F]");
    private static final Set<String> LITERALS = Set.of("true", "false", "null");
    private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");
    private static final Set<String> OTHER_LITERALS = Set.of("True", "False", "None", "undefined", "nil", "NULL");
    private static final String VALUE =
            "a value: a text in double quotes, a number, true, false, null, an object or a list";

    private final String text;
    private final int maxDepth;
    private final Numbers numbers;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int at;
    private int nameCharacters;

    JsonSyntax(String text, int maxDepth, Numbers numbers) {
        this.text = text;
        this.maxDepth = maxDepth;
        this.numbers = numbers;
    }

    /** An object or list that is open. */
    private static final class Level {
        private final boolean isObject;
        private final Set<String> names = new HashSet<>();
        private boolean isBegun;

        Level(boolean isObject) {
            this.isObject = isObject;
        }

        String end() {
            return isObject ? "}" : "]";
        }
    }

    /** Ends the search. */
    private static final class Found extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient JsonFlaw flaw;

        Found(JsonFlaw flaw) {
            super(flaw.toString(), null, false, false);
            this.flaw = flaw;
        }
    }

    Optional<JsonFlaw> firstFlaw() {
        try {
            document();
            return Optional.empty();
        } catch (Found found) {
            return Optional.of(found.flaw);
        }
    }

    /** A flaw behind the last character. */
    JsonFlaw flawAtEnd(String found, String expected) {
        return flaw(text.length(), found, expected).flaw;
    }

    private void document() throws Found {
        if (next() == MARK) {
            throw flaw(at, "a byte order mark", "the document: save it as UTF-8 without one");
        }
        space();
        value(VALUE);
        while (!levels.isEmpty()) {
            space();
            Level level = levels.peek();
            if (isNext(level.end())) {
                at++;
                levels.pop();
            } else if (!level.isBegun) {
                level.isBegun = true;
                member(level, level.isObject ? "a name in double quotes or }" : VALUE + ", or ]");
            } else if (isNext(",")) {
                at++;
                space();
                member(level, level.isObject ? "a name in double quotes" : VALUE);
            } else {
                throw unexpected("a comma or " + level.end());
            }
        }
        checkEnd();
    }

    private void checkEnd() throws Found {
        int end = at;
        space();
        if (at < text.length()) {
            String between = text.substring(end, at);
            boolean isReturn = between.indexOf('\r') >= 0 && between.indexOf('\n') < 0;
            throw flaw(
                    at,
                    next() == '{' ? "another object" : shown(),
                    "nothing behind the document" + (isReturn ? ": a carriage return alone ends no line here" : ""));
        }
    }

    /** A value; of an object or a list its beginning. */
    private void value(String expected) throws Found {
        int next = next();
        if (next == '"') {
            string("a text");
        } else if (next == '{' || next == '[') {
            open(next == '{');
        } else if (next == '-' || next >= '0' && next <= '9' || next == '+' || next == '.') {
            number(expected);
        } else if (next != MARK && Character.isLetter(next)) {
            literal(expected);
        } else {
            throw unexpected(expected);
        }
    }

    private void open(boolean isObject) throws Found {
        if (levels.size() == maxDepth) {
            throw flaw(at, "an object or list within " + maxDepth + " others", "at most " + maxDepth + " levels");
        }
        at++;
        levels.push(new Level(isObject));
    }

    private void member(Level level, String expected) throws Found {
        if (level.isObject) {
            if (!isNext("\"")) {
                throw unexpected(expected);
            }
            int start = at;
            string("a name");
            String name = text.substring(start + 1, at - 1);
            nameCharacters += name.length();
            if (!level.names.add(name)) {
                throw flaw(start, "the name " + shortened(name) + " a second time", "each name of an object once");
            }
            if (nameCharacters > MAX_NAME_CHARACTERS) {
                level.names.clear();
                nameCharacters = 0;
            }
            space();
            if (!isNext(":")) {
                throw unexpected("a colon behind the name " + shortened(name));
            }
            at++;
            space();
            value(VALUE);
        } else {
            value(expected);
        }
    }

    private void string(String what) throws Found {
        int start = at++;
        while (next() != '"') {
            int next = next();
            if (next < 0) {
                throw flaw(at, "the end", "the double quote that closes " + what + " begun at " + place(start));
            } else if (next < ' ') {
                throw flaw(
                        at, character(next), "no control character within " + what + ": write it as an escape, as \\n");
            }
            at++;
            if (next == '\\') {
                escape();
            }
        }
        at++;
    }

    private void escape() throws Found {
        int kind = next();
        if (kind == 'u') {
            for (int digit = 1; digit <= 4; digit++) {
                if (at + digit >= text.length() || Character.digit(text.charAt(at + digit), 16) < 0) {
                    throw flaw(at - 1, "\\u without four hexadecimal digits", "such as \\u00e9");
                }
            }
            at += 5;
        } else if (kind >= 0 && "\"\\/bfnrt".indexOf(kind) >= 0) {
            at++;
        } else {
            throw flaw(
                    at - 1,
                    "a backslash before " + (kind < 0 ? "the end" : character(kind)),
                    "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u; a backslash itself is \\\\");
        }
    }

    private void number(String expected) throws Found {
        String word = word();
        boolean isPythons = numbers == Numbers.OF_PYTHON && NO_NUMBERS.contains(word);
        if (NO_NUMBERS.contains(word) && !isPythons) {
            throw unexpected(expected + "; JSON has neither NaN nor Infinity");
        } else if (!isPythons && !NUMBER.matcher(word).matches()) {
            throw unexpected("a number such as 10, -0.5 or 1e-4");
        } else if (word.length() > JsonFlaw.MAX_DEPTH) {
            throw flaw(at, "a number of " + word.length() + " characters", "at most " + JsonFlaw.MAX_DEPTH);
        }
        at += word.length();
    }

    private void literal(String expected) throws Found {
        String word = word();
        if (NO_NUMBERS.contains(word)) {
            number(expected);
            return;
        }
        if (!LITERALS.contains(word)) {
            throw unexpected(OTHER_LITERALS.contains(word) ? "true, false or null, so written" : expected);
        }
        at += word.length();
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The next UTF-16 unit, or -1 at the end. */
    private int next() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean isNext(String character) {
        return text.startsWith(character, at);
    }

    private String word() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        return word.lookingAt() ? word.group() : "";
    }

    private Found unexpected(String expected) {
        return flaw(at, shown(), expected);
    }

    private Found flaw(int index, String found, String expected) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            char each = text.charAt(i);
            boolean isFirstOfTwo = each == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if ((each == '\n' || each == '\r') && !isFirstOfTwo) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Found(new JsonFlaw(line, index - lineStart + 1, found, expected));
    }

    private String place(int index) {
        return flaw(index, "", "").flaw.place();
    }

    /** What is next, for a message. */
    private String shown() {
        int next = next();
        if (next < 0) {
            return text.isBlank() ? "nothing" : "the end";
        }
        String word = word();
        return word.length() > 1 ? shortened(word) : character(next);
    }

    private static String shortened(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    }

    private static String character(int unit) {
        return switch (unit) {
            case '\n' -> "a line feed";
            case '\r' -> "a carriage return";
            case '\t' -> "a tab";
            case '\'' -> "a single quote";
            case MARK -> "a byte order mark";
            default -> unit > ' ' && unit < 0x7F ? String.valueOf((char) unit) : String.format("U+%04X", unit);
        };
    }
}
