package io.tiltmeter.trainer.finetuning;

/**
 * How far one thing is that a run names.
 *
 * @param name the thing in words, such as {@code mixture lab-instruction-20}
 * @param standing whether it can be used
 * @param detail how far it is, or why it is broken; may be empty
 */
public record InputStanding(String name, Standing standing, String detail) {
    /** Whether an input can be used. */
    public enum Standing {
        READY,
        PENDING,
        BROKEN
    }

    String sentence() {
        return detail.isEmpty() ? name : name + " (" + detail + ")";
    }
}
