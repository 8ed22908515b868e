package io.tiltmeter.languagemodel.text;

import java.util.List;

/**
 * Upper bounds of what matching a part of a regular expression costs a matcher that backtracks. With n letters of text and
 * degree d, a bound is factor times n to the power of d.
 *
 * @param canBeEmpty whether it can match without taking a letter
 * @param canFail whether there is a text that it does not match
 * @param ways in which it can match at one place; what follows and fails is tried after each of them
 * @param tries that it takes until it fails
 * @param size when counted repeats are written out, as the library does
 */
record RegexShape(boolean canBeEmpty, boolean canFail, Bound ways, Bound tries, double size) {

    /** Counted repeats up to here are small numbers of ways: {@code \p{N}{1,3}}. More are treated as any number. */
    private static final int MAX_COUNTED = 9;

    /** The library gives up, and ends the process, after 10,000,000 tries: with these, at a text of 10,000 equal letters. */
    private static final double MAX_FACTOR = 1_000;

    private static final int MAX_DEGREE = 1;

    /** Degree of a repeat whose content can match in several ways: exponential, unless the ways exclude each other. */
    private static final int AMBIGUOUS = 100;

    /** Degree of a repeat within a repeat. */
    private static final int NESTED = 1_000_000;

    record Bound(int degree, double factor) {
        static final Bound ONE = new Bound(0, 1);

        Bound times(Bound other) {
            return new Bound(Math.min(degree + other.degree, NESTED), factor * other.factor);
        }

        Bound power(int exponent) {
            return new Bound(Math.min(NESTED, degree * exponent), Math.pow(factor, exponent));
        }

        Bound max(Bound other) {
            return new Bound(Math.max(degree, other.degree), Math.max(factor, other.factor));
        }

        Bound plus(Bound other) {
            return new Bound(Math.max(degree, other.degree), factor + other.factor);
        }
    }

    static final RegexShape NOTHING = new RegexShape(true, false, Bound.ONE, Bound.ONE, 1);
    static final RegexShape LETTER = new RegexShape(false, true, Bound.ONE, Bound.ONE, 1);
    static final RegexShape PLACE = new RegexShape(true, true, Bound.ONE, Bound.ONE, 1);

    static RegexShape sequence(List<RegexShape> parts) {
        boolean empty = true;
        boolean fails = false;
        Bound ways = Bound.ONE;
        Bound tries = Bound.ONE;
        Bound withoutFailing = Bound.ONE; // tries of parts that cannot fail, repeated when a later one does
        double size = 0;
        for (RegexShape part : parts) {
            empty &= part.canBeEmpty;
            fails |= part.canFail;
            if (part.canFail) {
                tries = tries.max(ways.times(part.tries.max(withoutFailing)));
            } else {
                withoutFailing = withoutFailing.max(part.tries);
                tries = tries.max(part.tries);
            }
            ways = ways.times(part.ways);
            size += part.size;
        }
        return new RegexShape(empty, fails, ways, tries, size);
    }

    static RegexShape choice(List<RegexShape> parts) {
        RegexShape all = parts.get(0);
        for (RegexShape part : parts.subList(1, parts.size())) {
            all = new RegexShape(
                    all.canBeEmpty || part.canBeEmpty,
                    all.canFail && part.canFail,
                    all.ways.plus(part.ways),
                    all.tries.plus(part.tries),
                    all.size + part.size);
        }
        return all;
    }

    /** @param most {@link Integer#MAX_VALUE} for any number */
    RegexShape repeated(int least, int most) {
        boolean empty = least == 0 || canBeEmpty;
        boolean fails = least > 0 && canFail;
        double written = size * (most == Integer.MAX_VALUE ? Math.max(1, least) : Math.max(1, most));
        if (most <= MAX_COUNTED) {
            Bound choices = new Bound(0, Math.max(1, most - least + 1));
            Bound before = ways.power(Math.max(0, most - 1));
            return new RegexShape(empty, fails, ways.power(most).times(choices), before.times(tries), written);
        }
        if (least == most && ways.equals(Bound.ONE)) {
            return new RegexShape(empty, fails, Bound.ONE, tries, written);
        }
        int degree = ways.degree > 0 ? NESTED : ways.factor > 1 || canBeEmpty ? AMBIGUOUS : 1;
        Bound all = new Bound(degree, 1);
        // a failing round ends the repeat, unless a minimum of rounds is asked for
        Bound inner = tries.degree > 0 || degree > 1 && least > 1 ? all.times(tries) : tries;
        return new RegexShape(empty, fails, all, inner, written);
    }

    /** Matched in the first way only. */
    RegexShape atomic() {
        return new RegexShape(canBeEmpty, canFail, Bound.ONE, tries, size);
    }

    /** Looked at, but not taken. */
    RegexShape around() {
        return new RegexShape(true, true, Bound.ONE, tries, size);
    }

    boolean hasNestedRepeats() {
        return tries.degree >= NESTED || ways.degree >= NESTED;
    }

    /** Whether no text of usual length makes the library give up. */
    boolean isBounded() {
        return tries.degree <= MAX_DEGREE && tries.factor <= MAX_FACTOR;
    }
}
