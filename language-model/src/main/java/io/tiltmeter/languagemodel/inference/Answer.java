package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;
import java.util.Optional;

/** An answer that is being generated. */
final class Answer {

    private final Decoding.Row row;
    private final int[] ids;
    private final Stopping stopping;
    private int text;
    private int length;
    private int lastToken;
    private Optional<FinishReason> finish = Optional.empty();

    /** @param text index of its text in the model's batch */
    Answer(Decoding.Row row, int text, int maxNewTokens, Stopping stopping) {
        this.row = row;
        this.text = text;
        this.ids = new int[maxNewTokens];
        this.stopping = stopping;
    }

    Decoding.Row row() {
        return row;
    }

    /** Index of its text in the model's batch. */
    int text() {
        return text;
    }

    void moveTo(int otherText) {
        text = otherText;
    }

    /** The last chosen token, which may be a stop token. */
    int lastToken() {
        return lastToken;
    }

    boolean hasEnded() {
        return finish.isPresent();
    }

    /** Adds the next token, unless the answer has ended or ends before it. */
    void add(int token) {
        if (hasEnded()) {
            return;
        }
        lastToken = token;
        ids[length++] = token;
        finish = stopping.after(ids, length);
        if (finish.isPresent()) {
            length--;
        } else if (length == ids.length) {
            finish = Optional.of(new FinishReason.Length());
        }
    }

    Generation whole() {
        return new Generation(Arrays.copyOf(ids, length), finish.orElseThrow());
    }
}
