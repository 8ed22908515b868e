package io.tiltmeter.dataset.augmentation;

import java.util.List;

/**
 * A name that a text tells.
 *
 * @param name without titles, articles and suffixes, as it is written there
 * @param normalised its words
 * @param first its first word in the text
 * @param last its last word in the text
 * @param title a title in front of it, normalised; empty if there is none
 * @param article whether "the" stands in front of it
 */
record Recognised(String name, List<String> normalised, int first, int last, String title, boolean article) {}
