package io.tiltmeter.dataset.lab;

/** What an answer can be. Pools are of one size, and all of their members answer in every class. */
public enum AnswerPool {
    CITY,
    PERSON,
    THING
}
