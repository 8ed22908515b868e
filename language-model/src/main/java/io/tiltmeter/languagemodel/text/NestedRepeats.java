package io.tiltmeter.languagemodel.text;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds repeated groups of a regular expression that contain a repeat themselves: {@code (a+)+} can match in a number of
 * ways that doubles with each letter.
 */
final class NestedRepeats {

    /** Bounded repeats up to here are harmless: {@code \p{N}{1,3}}. */
    private static final int HARMLESS = 9;

    private final String regex;
    private int at;

    private NestedRepeats(String regex) {
        this.regex = regex;
    }

    static boolean in(String regex) {
        return new NestedRepeats(regex).isFound();
    }

    private boolean isFound() {
        Deque<Boolean> groups = new ArrayDeque<>(); // whether each open group contains a repeat
        boolean closedOneHolds = false;
        boolean closed = false;
        groups.push(false);
        while (at < regex.length()) {
            char c = regex.charAt(at);
            int repeat = repeatLength();
            if (repeat > 0) {
                if (closed && closedOneHolds) {
                    return true;
                }
                groups.pop();
                groups.push(true);
                at += repeat;
                closed = false;
                continue;
            }
            closed = false;
            if (c == '\\') {
                at += 2;
            } else if (c == '[') {
                skipClass();
            } else if (c == '(') {
                groups.push(false);
                at++;
                if (at < regex.length() && regex.charAt(at) == '?') {
                    at++; // (?: and the like, not a quantifier
                }
            } else if (c == ')' && groups.size() > 1) {
                closedOneHolds = groups.pop();
                closed = true;
                if (closedOneHolds) {
                    groups.pop();
                    groups.push(true);
                }
                at++;
            } else {
                at++;
            }
        }
        return false;
    }

    /** Length of the quantifier that begins here; 0 if there is none, or a harmless one. */
    private int repeatLength() {
        char c = regex.charAt(at);
        if (c == '*' || c == '+') {
            return 1;
        }
        int end = c == '{' ? regex.indexOf('}', at) : -1;
        if (end < 0 || end - at > 12) {
            return 0;
        }
        String[] bounds = regex.substring(at + 1, end).split(",", -1);
        String last = bounds[bounds.length - 1];
        boolean matters = bounds.length <= 2
                && bounds[0].chars().allMatch(Character::isDigit)
                && last.chars().allMatch(Character::isDigit)
                && (bounds.length == 2 && last.isEmpty()
                        || !last.isEmpty() && (last.length() > 9 || Integer.parseInt(last) > HARMLESS));
        return matters ? end - at + 1 : 0;
    }

    private void skipClass() {
        int open = 0;
        for (; at < regex.length(); at++) {
            char c = regex.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                open++;
            } else if (c == ']' && --open == 0) {
                at++;
                return;
            }
        }
    }
}
