package io.tiltmeter.languagemodel.inference;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs rows through the model batch by batch. Each batch has memory of its own; one that does not fit is cut in two, and so
 * on down to single rows. A half is computed from its start, so work must leave nothing behind when it fails.
 */
final class Batches {

    /**
     * What PyTorch says when an allocation fails: of CUDA, of cuBLAS and its like, which take workspaces of their own, of the
     * processor's allocator, and of C++ itself.
     */
    private static final List<String> OUT_OF_MEMORY =
            List.of("out of memory", "_status_alloc_failed", "memory: you tried to allocate", "bad_alloc");

    private final NDManager memory;
    private final AtomicLong halvings = new AtomicLong();

    Batches(NDManager memory) {
        this.memory = memory;
    }

    /** One batch's work. @param <R> a row @param <T> its result */
    interface Work<R, T> {
        List<T> on(NDManager callMemory, R[] batch);
    }

    /**
     * @param groups indices of the rows of each batch
     * @return results in the order of the rows
     * @throws IllegalStateException if memory does not suffice for a single row
     */
    <R, T> List<T> run(R[] rows, List<int[]> groups, Work<R, T> work) {
        List<T> results = new ArrayList<>(Collections.nCopies(rows.length, null));
        for (int[] group : groups) {
            R[] batch = Arrays.copyOf(rows, group.length);
            Arrays.setAll(batch, i -> rows[group[i]]);
            List<T> found = run(batch, work);
            for (int i = 0; i < group.length; i++) {
                results.set(group[i], found.get(i));
            }
        }
        return results;
    }

    private <R, T> List<T> run(R[] batch, Work<R, T> work) {
        try (NDManager callMemory = memory.newSubManager()) {
            return work.on(callMemory, batch);
        } catch (EngineException e) {
            if (!isOutOfMemory(e)) {
                throw e;
            }
            if (batch.length == 1) {
                throw new IllegalStateException(
                        "memory does not suffice for a single row; give it shorter texts, fewer new tokens or a smaller"
                                + " model: "
                                + e.getMessage().lines().findFirst().orElse(""),
                        e);
            }
        }
        halvings.incrementAndGet();
        int half = batch.length / 2;
        List<T> results = new ArrayList<>(run(Arrays.copyOf(batch, half), work));
        results.addAll(run(Arrays.copyOfRange(batch, half, batch.length), work));
        return results;
    }

    static boolean isOutOfMemory(EngineException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return OUT_OF_MEMORY.stream().anyMatch(message::contains);
    }

    /** Batches cut in two so far; a half that is cut again counts again. May be read from another thread. */
    long halved() {
        return halvings.get();
    }
}
