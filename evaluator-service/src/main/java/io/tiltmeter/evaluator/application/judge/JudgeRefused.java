package io.tiltmeter.evaluator.application.judge;

/** The judge will not answer however often it is asked: its settings are wrong. */
public final class JudgeRefused extends IllegalStateException {
    private static final long serialVersionUID = 1;

    JudgeRefused(String message) {
        super(message);
    }
}
