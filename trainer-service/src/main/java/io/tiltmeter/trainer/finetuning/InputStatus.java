package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.event.RunStatus;

/**
 * Whether a mixture, suite or run that a run names can be used.
 *
 * @param name kind and id, such as {@code mixture lab-instruction-20}
 * @param state whether it can be used
 * @param detail what is missing, or why it is broken; may be empty
 */
public record InputStatus(String name, State state, String detail) {
    /** The last checkpoint of another run. */
    public static InputStatus ofRun(String runId, RunState state) {
        String name = "run " + runId;
        if (state.status() == RunStatus.COMPLETED) {
            return new InputStatus(name, State.READY, "");
        }
        if (!state.status().isFinal()) {
            return new InputStatus(name, State.PENDING, "not complete yet");
        }
        return new InputStatus(
                name, State.BROKEN, state.reason().isEmpty() ? "cancelled" : "failed: " + state.reason());
    }

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
