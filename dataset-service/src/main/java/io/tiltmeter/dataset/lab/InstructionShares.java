package io.tiltmeter.dataset.lab;

/**
 * The share of each class of examples in finetuning.
 *
 * @param contextCritical the answer is only in the context; share in [0, 1]
 * @param nonContextCritical the context agrees with pretraining; share in [0, 1]
 * @param subjectCritical no context; share in [0, 1]; the three sum to 1
 */
public record InstructionShares(double contextCritical, double nonContextCritical, double subjectCritical) {
    private static final double SLACK = 1e-6;

    public InstructionShares {
        double sum = contextCritical + nonContextCritical + subjectCritical;
        if (contextCritical < 0 || nonContextCritical < 0 || subjectCritical < 0 || !(Math.abs(sum - 1) <= SLACK)) {
            throw new IllegalArgumentException("shares " + contextCritical + ", " + nonContextCritical + ", "
                    + subjectCritical + " are not three parts of 1, each in [0, 1]");
        }
    }

    /** The shares of the default study. */
    public static InstructionShares standard() {
        return new InstructionShares(0.3, 0.5, 0.2);
    }

    /** The control: every example needs its context. */
    public static InstructionShares contextCriticalOnly() {
        return new InstructionShares(1, 0, 0);
    }
}
