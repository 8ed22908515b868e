package io.tiltmeter.dataset.augmentation;

/**
 * How rows are augmented.
 *
 * @param substitutes entities that replace a row's, one for each row of its cluster; in [1, {@value #MAX_SUBSTITUTES}]
 * @param seed draws rows and substitutes
 * @param entities where substitutes come from
 */
public record AugmentationSettings(int substitutes, long seed, EntitySource entities) {
    /** As in CF_Bio (PAPER.md, section 2). */
    public static final int DEFAULT_SUBSTITUTES = 5;

    public static final int MAX_SUBSTITUTES = 100;

    public AugmentationSettings {
        if (substitutes < 1 || substitutes > MAX_SUBSTITUTES) {
            throw new IllegalArgumentException("substitutes " + substitutes + " is outside [1, " + MAX_SUBSTITUTES
                    + "]: the paper's suites have " + DEFAULT_SUBSTITUTES + " a question");
        }
    }
}
