package io.tiltmeter.dataset.source;

/** Where a format puts what a model is given to read. */
public enum ContextPlace {
    /** In a field of its own: Alpaca's input, SQuAD's passage. If that is blank, there is no context. */
    FIELD,
    /** In what the user says, if at all: conversations. */
    WITHIN_TURNS
}
