package io.tiltmeter.dataset.lab;

/** The kind of an answer. All pools have the same size, and examples of every class use all of their members. */
public enum AnswerPool {
    CITY,
    PERSON,
    THING
}
