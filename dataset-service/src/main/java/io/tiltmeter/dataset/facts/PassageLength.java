package io.tiltmeter.dataset.facts;

import java.util.Locale;

/** How long a passage is to be, in words; one of a style with fewer sentences is shorter. */
enum PassageLength {
    SHORT(20, 45),
    MEDIUM(50, 110),
    LONG(120, 220);

    private final int least;
    private final int most;

    PassageLength(int least, int most) {
        this.least = least;
        this.most = most;
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    /** In tags: that of a passage of so many words. */
    static String label(int words) {
        PassageLength length = words < MEDIUM.least ? SHORT : words < LONG.least ? MEDIUM : LONG;
        return length.name().toLowerCase(Locale.ROOT);
    }
}
