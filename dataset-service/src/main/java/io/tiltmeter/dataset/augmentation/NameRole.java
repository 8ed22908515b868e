package io.tiltmeter.dataset.augmentation;

/** The role of a form of a name; the substitute's form of the same role replaces it. */
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
    /** The adjective of a country. */
    ADJECTIVE
}
