package io.tiltmeter.dataset.source;

/** Where a format has the context. */
public enum ContextLocation {
    /** In a field of its own: Alpaca's input, SQuAD's passage. If it is blank, there is no context. */
    FIELD,
    /** Within the user's turns, if at all: conversations. */
    WITHIN_TURNS
}
