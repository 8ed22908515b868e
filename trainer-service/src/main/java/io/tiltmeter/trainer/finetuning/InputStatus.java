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
    /** Of what no event has named yet; it may come at any time. */
    public static InputStatus unannounced(String name) {
        return new InputStatus(name + ", which no service has announced yet", State.PENDING, "");
    }

    /**
     * The last checkpoint of another run.
     *
     * @param adapters whether its checkpoints are adapters, from which no run can start
     */
    public static InputStatus ofRun(String runId, RunState state, boolean adapters) {
        String name = "run " + runId;
        if (adapters) {
            return new InputStatus(name, State.BROKEN, "it saves adapters, and a run starts from a whole model");
        }
        if (state.status() == RunStatus.COMPLETED) {
            return new InputStatus(name, State.READY, "");
        }
        if (!state.status().isFinal()) {
            return new InputStatus(name, State.PENDING, "not complete yet");
        }
        return new InputStatus(
                name, State.BROKEN, state.reason().isEmpty() ? "cancelled" : "failed: " + state.reason());
    }

    /** A run that was deleted, and whose id no other run gets. */
    public static InputStatus ofDeletedRun(String runId) {
        return new InputStatus("run " + runId, State.BROKEN, "it was deleted");
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
