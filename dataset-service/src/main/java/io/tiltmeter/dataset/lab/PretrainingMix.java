package io.tiltmeter.dataset.lab;

/**
 * What pretraining documents are about.
 *
 * @param neutralShare share of documents that only mention unknown subjects, in [0, 1]
 * @param factShare share of fact documents among the others, in [0, 1]
 * @param readingShare share of reading documents among the others, in [0, 1]; the rest are lists
 * @param knownReadingShare share of reading documents whose subject is known, in [0, 1]
 * @param contextNoise share of those that contradict the true facts, in [0, 1]: how little a text can be trusted
 * @param questionFirstShare share of reading documents that ask before they tell, in [0, 1]
 */
public record PretrainingMix(
        double neutralShare,
        double factShare,
        double readingShare,
        double knownReadingShare,
        double contextNoise,
        double questionFirstShare) {
    public PretrainingMix {
        if (factShare + readingShare > 1 + 1e-9) {
            throw new IllegalArgumentException("factShare " + factShare + " and readingShare " + readingShare
                    + " sum to more than 1: nothing is left for lists");
        }
    }

    /** The mix of the default study. */
    public static PretrainingMix standard() {
        return new PretrainingMix(0.06, 0.26, 0.64, 0.40, 0.15, 0.40);
    }
}
