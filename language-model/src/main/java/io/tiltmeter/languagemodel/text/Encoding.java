package io.tiltmeter.languagemodel.text;

/** The result of encoding one example: whole, cut, or left out because it does not fit. Nothing is cut silently. */
public sealed interface Encoding {

    record Fits(EncodedExample example) implements Encoding {}

    /**
     * Cut on the right; a part of the response is left, without its end token.
     *
     * @param lengthTokens before the cut
     */
    record Cut(EncodedExample example, int lengthTokens) implements Encoding {
        public int lostTokens() {
            return lengthTokens - example.length();
        }

        public String reason() {
            return "example has " + lengthTokens + " tokens, maxLengthTokens is " + example.length() + ": the last "
                    + lostTokens() + " were cut";
        }
    }

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
        return this instanceof Cut cut ? cut.example() : ((Fits) this).example();
    }
}
