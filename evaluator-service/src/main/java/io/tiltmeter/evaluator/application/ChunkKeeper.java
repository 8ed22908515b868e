package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.Kept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Commits what was read now and then, whole batches together; the last of it goes with the whole reading. */
final class ChunkKeeper implements Kept {
    private static final double NANOS = 1e9;

    private final List<ItemReading> earlier;
    private final Duration every;
    private final BiConsumer<List<ItemReading>, Double> commit;
    private final List<ItemReading> open = new ArrayList<>();
    private long since = System.nanoTime();

    /** @param commit takes readings and the seconds they took */
    ChunkKeeper(List<ItemReading> earlier, Duration every, BiConsumer<List<ItemReading>, Double> commit) {
        this.earlier = List.copyOf(earlier);
        this.every = every;
        this.commit = commit;
    }

    @Override
    public List<ItemReading> earlier() {
        return earlier;
    }

    @Override
    public void keep(List<ItemReading> batch) {
        open.addAll(batch);
        long now = System.nanoTime();
        if (now - since >= every.toNanos()) {
            commit.accept(List.copyOf(open), (now - since) / NANOS);
            open.clear();
            since = System.nanoTime();
        }
    }
}
