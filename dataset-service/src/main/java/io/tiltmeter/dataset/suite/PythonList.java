package io.tiltmeter.dataset.suite;

import java.util.ArrayList;
import java.util.List;

/**
 * A Python list (or tuple) of plain strings, as Memo Trap writes its classes: {@code [' never.', " don't."]}. Nothing is
 * evaluated: no numbers, prefixes, joined or triple-quoted strings, no nesting.
 */
final class PythonList {
    private static final String SIMPLE_ESCAPES = "\\'\"ntr";
    private static final String ESCAPED = "\\'\"\n\t\r";

    private final String text;
    private int at;

    private PythonList(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with the position (from 1) of what is not allowed */
    static List<String> parse(String text) {
        return new PythonList(text).list();
    }

    private List<String> list() {
        skipSpaces();
        char open = take("a list in brackets");
        if (open != '[' && open != '(') {
            throw wrong("a list in brackets");
        }
        char close = open == '[' ? ']' : ')';
        List<String> values = new ArrayList<>();
        skipSpaces();
        while (peek() != close) {
            values.add(string());
            skipSpaces();
            if (peek() != close) {
                if (take("a comma or " + close) != ',') {
                    throw wrong("a comma or " + close);
                }
                skipSpaces();
            }
        }
        at++;
        skipSpaces();
        if (at < text.length()) {
            at++;
            throw wrong("nothing after the list");
        }
        return values;
    }

    private String string() {
        char quote = take("a quoted string");
        if (quote != '\'' && quote != '"') {
            throw wrong("a quoted string");
        }
        StringBuilder value = new StringBuilder();
        for (char c = take("a closing quote"); c != quote; c = take("a closing quote")) {
            if (c == '\n') {
                throw wrong("a closing quote on the same line");
            }
            if (c == '\\') {
                value.appendCodePoint(escaped());
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private int escaped() {
        char c = take("an escaped character");
        int simple = SIMPLE_ESCAPES.indexOf(c);
        if (simple >= 0) {
            return ESCAPED.charAt(simple);
        }
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0) {
            throw wrong("one of the escapes \\\\ \\' \\\" \\n \\t \\r \\x \\u \\U");
        }
        int code = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(take("a hexadecimal digit"), 16);
            if (digit < 0 || code > Character.MAX_CODE_POINT) {
                throw wrong("a hexadecimal digit of a character that exists");
            }
            code = code * 16 + digit;
        }
        if (!Character.isValidCodePoint(code)) {
            throw wrong("a character that exists");
        }
        return code;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            at++;
            throw wrong("a closing bracket");
        }
        return text.charAt(at);
    }

    private char take(String expected) {
        if (at >= text.length()) {
            at++;
            throw wrong(expected);
        }
        return text.charAt(at++);
    }

    private IllegalArgumentException wrong(String expected) {
        String found = at > text.length() ? "the end" : "'" + text.charAt(at - 1) + "'";
        return new IllegalArgumentException(
                "not a Python list of strings: " + found + " at position " + at + ", expected " + expected);
    }
}
