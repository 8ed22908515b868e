package io.tiltmeter.dataset.augmentation;

/** As what a form of a name stands in a text; the substitute's form of the same role takes its place. */
enum NameRole {
    FULL,
    FIRST,
    LAST,
    /** {@code the Vantles}. */
    PLURAL,
    /** {@code O. Vantle}. */
    INITIALS_LAST,
    /** {@code Vantle, Orla}. */
    INVERTED,
    /** Without the words that many names share: {@code the Mirel} for the river Mirel. */
    SHORT,
    ACRONYM,
    /** What is called after a country. */
    ADJECTIVE
}
