package io.tiltmeter.evaluator.application.judge;

/** The judge refuses the request however often it is sent: its settings are wrong. */
public final class JudgeRefused extends IllegalStateException {
    private static final long serialVersionUID = 1;

    JudgeRefused(String message) {
        super(message);
    }
}
