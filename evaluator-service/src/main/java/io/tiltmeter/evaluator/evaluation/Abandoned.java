package io.tiltmeter.evaluator.evaluation;

/** The watcher ended work before its end: nothing of it counts. */
public final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned(int done, int all, String what) {
        super("abandoned after " + done + " of " + all + " " + what);
    }
}
