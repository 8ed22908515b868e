package io.tiltmeter.trainer.finetuning;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** The speed of a run over the last seconds. Not thread-safe. */
public final class TrainingPace {
    private record Mark(long nanos, long steps, long tokens) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private final long windowNanos;
    private final LongSupplier nanoTime;
    private long steps;
    private long tokens;

    /**
     * @param window the period over which speed is measured
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    public TrainingPace(Duration window, LongSupplier nanoTime) {
        this.windowNanos = window.toNanos();
        this.nanoTime = nanoTime;
        marks.add(new Mark(nanoTime.getAsLong(), 0, 0));
    }

    /** @param stepTokens tokens of the step that has just been taken */
    public void stepTaken(int stepTokens) {
        steps++;
        tokens += stepTokens;
        long now = nanoTime.getAsLong();
        marks.addLast(new Mark(now, steps, tokens));
        while (marks.size() > 2 && now - marks.peekFirst().nanos() > windowNanos) {
            marks.removeFirst();
        }
    }

    /** Tokens a second; empty until a step was taken. */
    public OptionalDouble tokensPerSecond() {
        return perSecond(marks.peekLast().tokens() - marks.peekFirst().tokens());
    }

    /** Seconds until so many more steps are taken; empty until a step was taken. */
    public OptionalDouble secondsFor(int remainingSteps) {
        OptionalDouble stepsPerSecond =
                perSecond(marks.peekLast().steps() - marks.peekFirst().steps());
        return stepsPerSecond.isPresent()
                ? OptionalDouble.of(remainingSteps / stepsPerSecond.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble perSecond(long count) {
        long nanos = marks.peekLast().nanos() - marks.peekFirst().nanos();
        return count > 0 && nanos > 0 ? OptionalDouble.of(count * 1e9 / nanos) : OptionalDouble.empty();
    }
}
