package io.tiltmeter.dataset.lab;

import java.util.Locale;

/** What is known about a subject: each type of subject has two relations, whose answers come from different pools. */
public enum Relation {
    CAPITAL(AnswerPool.CITY),
    LEADER(AnswerPool.PERSON),
    AUTHOR(AnswerPool.PERSON),
    SETTING(AnswerPool.CITY),
    BIRTHPLACE(AnswerPool.CITY),
    DISCOVERY(AnswerPool.THING);

    private final AnswerPool pool;

    Relation(AnswerPool pool) {
        this.pool = pool;
    }

    public AnswerPool pool() {
        return pool;
    }

    /** In lower case, as in tags and in the template files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
