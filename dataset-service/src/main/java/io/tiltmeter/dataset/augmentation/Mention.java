package io.tiltmeter.dataset.augmentation;

/**
 * One place where a text names an entity.
 *
 * @param first its first word
 * @param last its last word
 * @param form which of the entity's forms stands there
 */
record Mention(int first, int last, EntityNames.Form form) {}
