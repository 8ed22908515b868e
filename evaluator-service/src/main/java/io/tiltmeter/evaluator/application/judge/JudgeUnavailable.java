package io.tiltmeter.evaluator.application.judge;

/** The judge gave no answer in as many attempts as are allowed: later it may. */
public final class JudgeUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1;

    JudgeUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
