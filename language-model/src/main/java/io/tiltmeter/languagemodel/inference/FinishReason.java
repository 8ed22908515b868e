package io.tiltmeter.languagemodel.inference;

/** Why an answer ended. */
public sealed interface FinishReason {

    /** A stop token was generated; it is not part of the answer. */
    record StopToken(int id) implements FinishReason {}

    /**
     * The text contains a stop string, which may span tokens.
     *
     * @param stop the string; of several that were completed by one token the one that begins first
     * @param textBefore the answer's text before it. The answer's ids end before the token that completed it, so their text
     *     may end with the beginning of the string
     */
    record StopString(String stop, String textBefore) implements FinishReason {}

    /** The limit of new tokens was reached. */
    record Length() implements FinishReason {}
}
