package io.tiltmeter.dataset.facts;

import io.tiltmeter.dataset.lab.SectionedText;
import java.util.List;
import java.util.Locale;

/** How a passage is written. */
enum PassageStyle {
    ENCYCLOPEDIA,
    NEWS,
    LETTER,
    FICTION,
    /** A row of a table, a field a line. */
    TABLE;

    private static final SectionedText TEXTS = SectionedText.read(PassageStyle.class, "styles.txt");

    /** In tags. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its sentences of one kind: {@code fact}, {@code before}, {@code after} or {@code more}. */
    List<String> sentences(String kind) {
        return TEXTS.lines(label() + " " + kind);
    }

    /** What is between two sentences. */
    String separator() {
        return this == TABLE ? "\n" : " ";
    }
}
