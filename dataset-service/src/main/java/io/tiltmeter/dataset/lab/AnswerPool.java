package io.tiltmeter.dataset.lab;

/** What an answer can be. Each pool has {@link LabWorld#POOL_SIZE} members, all of which answer in every class. */
public enum AnswerPool {
    CITY,
    PERSON,
    THING
}
