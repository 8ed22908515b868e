package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.event.RunStatus;

/** The state of a run; each case offers its legal transitions and no others. */
public sealed interface RunState {
    RunStatus status();

    /** Optimizer steps taken. */
    int step();

    /** Why it waits, failed or ended early; empty otherwise. */
    default String reason() {
        return "";
    }

    /** A run that someone may still cancel. */
    sealed interface Active extends RunState {
        default Cancelled cancel() {
            return new Cancelled(step());
        }

        default Failed fail(String reason) {
            return new Failed(step(), reason);
        }
    }

    /** Something it names is not ready. It may have taken steps before, when it failed and was retried. */
    record Waiting(int step, String reason) implements Active {
        public Queued ready() {
            return new Queued(step);
        }

        /** Its state now that its inputs were checked. */
        public RunState settle(Readiness readiness) {
            if (readiness instanceof Readiness.Broken broken) {
                return fail(broken.reason());
            }
            return readiness instanceof Readiness.Pending pending ? new Waiting(step, pending.reason()) : ready();
        }

        @Override
        public RunStatus status() {
            return RunStatus.WAITING;
        }
    }

    /** It could start or continue, and waits for a free trainer. */
    record Queued(int step, String reason) implements Active {
        public Queued(int step) {
            this(step, "");
        }

        public Training start() {
            return new Training(step);
        }

        @Override
        public RunStatus status() {
            return RunStatus.QUEUED;
        }
    }

    /** A trainer holds it. */
    record Training(int step) implements Active {
        public Training at(int newStep) {
            return new Training(newStep);
        }

        /** An attempt ended early, and another will follow from the last checkpoint. */
        public Queued interrupted(String reason) {
            return new Queued(step, reason);
        }

        public Completed complete() {
            return new Completed(step, "");
        }

        /** It ends before its last step, as its request asked. */
        public Completed endEarly(String reason) {
            return new Completed(step, reason);
        }

        @Override
        public RunStatus status() {
            return RunStatus.TRAINING;
        }
    }

    /** It took all its steps; with a reason, as many as it was to take. */
    record Completed(int step, String reason) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.COMPLETED;
        }
    }

    record Failed(int step, String reason) implements RunState {
        /** Retried by a user: its inputs are checked anew. */
        public Waiting retry() {
            return new Waiting(step, "retried after: " + reason);
        }

        @Override
        public RunStatus status() {
            return RunStatus.FAILED;
        }
    }

    /** Stopped by a person; its checkpoints stay. */
    record Cancelled(int step) implements RunState {
        @Override
        public RunStatus status() {
            return RunStatus.CANCELLED;
        }
    }

    /** The state that was stored as these three. */
    static RunState of(RunStatus status, int step, String reason) {
        return switch (status) {
            case WAITING -> new Waiting(step, reason);
            case QUEUED -> new Queued(step, reason);
            case TRAINING -> new Training(step);
            case COMPLETED -> new Completed(step, reason);
            case FAILED -> new Failed(step, reason);
            case CANCELLED -> new Cancelled(step);
        };
    }
}
