package io.tiltmeter.dataset.facts;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.Locale;

/** What a suite of facts puts beside its questions: the conflict, or what it is compared with. */
public enum FactControl {
    /** A context that states another answer of the same type. */
    CONFLICT(SuiteKind.KNOWLEDGE_CONFLICT),
    /** A context that states the true answer. */
    CONSISTENT(SuiteKind.STANDARD),
    /** No context: what the model knows. */
    CLOSED_BOOK(SuiteKind.STANDARD),
    /** A context about something else, after CUB (Hagstrom et al. 2025): the model has to answer from memory. */
    IRRELEVANT(SuiteKind.STANDARD),
    /** A made-up subject, of which only the context says something: the model has to read. */
    OPEN_BOOK(SuiteKind.STANDARD);

    private final SuiteKind kind;

    FactControl(SuiteKind kind) {
        this.kind = kind;
    }

    /** The control of this name in a suite request, which its schema has checked. */
    public static FactControl named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its name in a suite request. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public SuiteKind kind() {
        return kind;
    }
}
