package io.tiltmeter.quickstart.study;

import java.util.Locale;

/**
 * Which lab study. Its names follow from it, so that requesting the same study again continues it.
 *
 * @param seed of the world, the weights and every draw
 * @param mode what finetuning changes
 * @param mixture what it is finetuned on
 * @param scale whole, or small for tests
 */
public record StudyPlan(long seed, Mode mode, Mixture mixture, Scale scale) {
    /** What finetuning changes. */
    public enum Mode {
        FULL,
        LORA,
        QK_ONLY;

        /** As {@code finetuning_type} and the command line have it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the model is finetuned on. */
    public enum Mixture {
        /** Context-critical, non-context-critical and subject-critical examples. */
        DEFAULT,
        /** Context-critical examples alone: the control. */
        CONTEXT_CRITICAL
    }

    /** How long it takes. */
    public enum Scale {
        WHOLE,
        /** A few seconds: too short for the model to learn anything. */
        SMALL
    }

    /** The run that makes the base model. */
    public String baseRunName() {
        return "lab-" + seed + scaleSuffix() + "-base";
    }

    /** The study, of which each mode with each mixture is a condition. */
    public String studyId() {
        return (scale == Scale.SMALL ? "lab-small-" : "lab-") + seed;
    }

    /** The condition whose curve is shown. */
    public String condition() {
        return mode.toString().replace('_', '-') + mixtureSuffix();
    }

    String pretrainingMixtureId() {
        return "lab-pretraining-" + seed + scaleSuffix();
    }

    String instructionMixtureId() {
        return "lab-instruction-" + seed + mixtureSuffix() + scaleSuffix();
    }

    /**
     * @param recipe such as {@code lab_conflict}
     */
    String suiteId(String recipe) {
        return recipe.replace('_', '-') + "-" + seed;
    }

    private String scaleSuffix() {
        return scale == Scale.SMALL ? "-small" : "";
    }

    private String mixtureSuffix() {
        return mixture == Mixture.CONTEXT_CRITICAL ? "-context-critical" : "";
    }
}
