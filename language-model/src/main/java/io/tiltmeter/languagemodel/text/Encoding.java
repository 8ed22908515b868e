package io.tiltmeter.languagemodel.text;

/** What became of one example: encoded whole, or reported because it does not fit. Nothing is cut silently. */
public sealed interface Encoding {

    record Fits(EncodedExample example) implements Encoding {}

    /**
     * @param lengthTokens of prompt and response together
     * @param maxLengthTokens the limit that was set
     */
    record TooLong(int lengthTokens, int maxLengthTokens) implements Encoding {
        public String reason() {
            return "example has " + lengthTokens + " tokens, maxLengthTokens is " + maxLengthTokens
                    + ": its response would be cut; raise the limit or leave the example out";
        }
    }

    /** The example. @throws IllegalArgumentException with the reason if it does not fit */
    default EncodedExample orThrow() {
        if (this instanceof TooLong tooLong) {
            throw new IllegalArgumentException(tooLong.reason());
        }
        return ((Fits) this).example();
    }
}
