package io.tiltmeter.trainer.finetuning;

/**
 * Whether a mixture, suite or run that a run names can be used.
 *
 * @param name kind and id, such as {@code mixture lab-instruction-20}
 * @param state whether it can be used
 * @param detail what is missing, or why it is broken; may be empty
 */
public record InputStatus(String name, State state, String detail) {
    /** Whether an input can be used. */
    public enum State {
        READY,
        PENDING,
        BROKEN
    }

    String sentence() {
        return detail.isEmpty() ? name : name + " (" + detail + ")";
    }
}
