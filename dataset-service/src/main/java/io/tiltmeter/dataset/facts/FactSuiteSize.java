package io.tiltmeter.dataset.facts;

import java.util.Locale;

/** How many facts a suite asks about, and with how many contexts each; a larger size has all items of a smaller one. */
public enum FactSuiteSize {
    SMALL(50, 2),
    STANDARD(250, 2),
    FULL(Integer.MAX_VALUE, 3);

    private final int facts;
    private final int contextsOfAFact;

    FactSuiteSize(int facts, int contextsOfAFact) {
        this.facts = facts;
        this.contextsOfAFact = contextsOfAFact;
    }

    /** The size of this name in a suite request, which its schema has checked. */
    public static FactSuiteSize named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its name in a suite request. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** At most so many. */
    int facts() {
        return facts;
    }

    /** Of a conflict suite; its controls have one. */
    int contextsOfAFact() {
        return contextsOfAFact;
    }
}
