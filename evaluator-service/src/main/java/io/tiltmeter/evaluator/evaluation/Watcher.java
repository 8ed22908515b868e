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
}
