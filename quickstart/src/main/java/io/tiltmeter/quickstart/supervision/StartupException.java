package io.tiltmeter.quickstart.supervision;

/** The command ends, for a reason that a person reads as one sentence and no stack trace. */
public final class CannotGoOn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param sentence what is wrong, with the value, and what to do
     */
    public CannotGoOn(String sentence) {
        super(sentence);
    }

    public CannotGoOn(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
