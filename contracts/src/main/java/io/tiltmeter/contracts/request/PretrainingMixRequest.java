package io.tiltmeter.contracts.request;

/**
 * What the documents of {@code lab_pretraining} are about. Each share is in [0, 1].
 *
 * @param neutralShare documents that only mention unknown subjects
 * @param factShare documents that tell facts, among the others
 * @param readingShare documents to read and answer from, among the others; the rest are lists
 * @param knownReadingShare reading documents about a known subject
 * @param contextNoise those of them that contradict the true facts
 * @param questionFirstShare reading documents that ask before they tell
 */
public record PretrainingMixRequest(
        double neutralShare,
        double factShare,
        double readingShare,
        double knownReadingShare,
        double contextNoise,
        double questionFirstShare) {}
