package io.tiltmeter.languagemodel.inference;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Runs batches; one that memory does not suffice for is cut in two, and so on down to single rows. What was begun is
 * begun anew, so work must leave nothing behind when it fails.
 */
final class HalvedBatches {

    /**
     * What PyTorch says when an allocation fails: of CUDA, of cuBLAS and its like, which take workspaces of their own, of the
     * processor's allocator, and of C++ itself.
     */
    private static final List<String> OUT_OF_MEMORY =
            List.of("out of memory", "_status_alloc_failed", "memory: you tried to allocate", "bad_alloc");

    private final AtomicLong halvings = new AtomicLong();

    /** Batches cut in two so far; a half that is cut again counts again. May be read from another thread. */
    long count() {
        return halvings.get();
    }

    /**
     * @param rows of one batch, at least one
     * @param work gives one result a row
     * @return results in the order of the rows
     * @throws IllegalStateException if memory does not suffice for a single row
     */
    <R, T> List<T> run(R[] rows, Function<R[], List<T>> work) {
        try {
            return work.apply(rows);
        } catch (EngineException e) {
            if (!isOutOfMemory(e)) {
                throw e;
            }
            if (rows.length == 1) {
                throw new IllegalStateException(
                        "memory does not suffice for a single row; give it shorter texts, fewer new tokens or a smaller"
                                + " model: " + firstLine(e),
                        e);
            }
        }
        halvings.incrementAndGet();
        int half = rows.length / 2;
        List<T> results = new ArrayList<>(run(Arrays.copyOf(rows, half), work));
        results.addAll(run(Arrays.copyOfRange(rows, half, rows.length), work));
        return results;
    }

    static boolean isOutOfMemory(EngineException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return OUT_OF_MEMORY.stream().anyMatch(message::contains);
    }

    private static String firstLine(EngineException e) {
        return e.getMessage().lines().findFirst().orElse("");
    }
}
