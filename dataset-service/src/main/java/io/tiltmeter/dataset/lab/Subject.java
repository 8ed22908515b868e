package io.tiltmeter.dataset.lab;

/**
 * A subject of facts.
 *
 * @param name one token, unique in the world
 * @param type what it is
 * @param group what it is used for
 */
public record Subject(String name, SubjectType type, SubjectGroup group) {}
