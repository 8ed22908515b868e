package io.tiltmeter.quickstart.supervision;

/** Ends the command; the user sees its message as one sentence, without a stack trace. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param sentence what is wrong, with the value and the remedy
     */
    public StartupException(String sentence) {
        super(sentence);
    }

    public StartupException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
