package io.tiltmeter.languagemodel.inference;

/** Why an answer ended. */
public sealed interface FinishReason {

    /** A stop token came; it is no part of the answer. */
    record StopToken(int id) implements FinishReason {}

    /**
     * The text came to hold a stop string, which may span tokens.
     *
     * @param stop the string; of several that were completed at once the one that begins first
     * @param textBefore the answer's text up to where it begins. The answer's ids go on to the token before the one that
     *     completed it, so their text may end in its beginning
     */
    record StopString(String stop, String textBefore) implements FinishReason {}

    /** The limit of new tokens was reached. */
    record Length() implements FinishReason {}
}
