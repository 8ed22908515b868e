package io.tiltmeter.languagemodel.text;

/**
 * Position of the context in a prompt.
 *
 * @param from its first token
 * @param to the token after its last one
 */
public record ContextSpan(int from, int to) {

    public ContextSpan {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("a context from token " + from + " to before token " + to + " is empty");
        }
    }

    public int length() {
        return to - from;
    }
}
