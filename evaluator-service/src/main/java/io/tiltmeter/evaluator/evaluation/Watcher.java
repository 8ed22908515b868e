package io.tiltmeter.evaluator.evaluation;

/** Follows work on a model, and can end it. */
@FunctionalInterface
public interface Watcher {
    /**
     * Whether to stop here; called before every batch.
     *
     * @param done items or texts so far
     */
    boolean mustStop(int done);

    /** The watcher ended work before its end: nothing of it counts. */
    static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned(int done, int all, String what) {
            super("abandoned after " + done + " of " + all + " " + what);
        }
    }
}
