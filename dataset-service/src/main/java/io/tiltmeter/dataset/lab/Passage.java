package io.tiltmeter.dataset.lab;

import java.util.List;

/**
 * A short text to read.
 *
 * @param text its sentences, shuffled
 * @param facts what it states, the distractor's fact last
 * @param hasDistractor whether it states a fact of another subject too
 */
record Passage(String text, List<Fact> facts, boolean hasDistractor) {}
