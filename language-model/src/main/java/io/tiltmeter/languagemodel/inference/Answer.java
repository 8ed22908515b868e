package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;
import java.util.Optional;

/** An answer as it grows. */
final class Answer {

    private final Decoding.Row row;
    private final int[] ids;
    private final Stopping stopping;
    private int length;
    private Optional<FinishReason> finish = Optional.empty();

    Answer(Decoding.Row row, int maxNewTokens, Stopping stopping) {
        this.row = row;
        this.ids = new int[maxNewTokens];
        this.stopping = stopping;
    }

    /** What it answers. */
    Decoding.Row row() {
        return row;
    }

    boolean hasEnded() {
        return finish.isPresent();
    }

    /** Adds the next token, unless the answer has ended or ends before it. */
    void add(int token) {
        if (hasEnded()) {
            return;
        }
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
