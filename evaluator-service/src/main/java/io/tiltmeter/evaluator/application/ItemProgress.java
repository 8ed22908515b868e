package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.evaluation.Part;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository.ReadingProgress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many items of an evaluation are read.
 *
 * @param total items, once for each part that has to be read
 * @param done that are read and kept
 * @param perSecond of what is being read; empty before anything of it was kept
 */
public record ItemProgress(long total, long done, Optional<Double> perSecond) {

    static ItemProgress whole(long total) {
        return new ItemProgress(total, total, Optional.empty());
    }

    /**
     * Of one evaluation, which may need other parts than those that share its identity.
     *
     * @param itemCount items of one part
     * @param needed parts that this evaluation's scorers judge
     * @param kept of its identity, whoever wanted it
     */
    static ItemProgress of(int itemCount, Set<Part> needed, List<ReadingProgress> kept) {
        List<ReadingProgress> own =
                kept.stream().filter(read -> needed.contains(read.part())).toList();
        long done = own.stream()
                .mapToLong(read -> read.isWhole() ? itemCount : Math.min(itemCount, read.items()))
                .sum();
        List<ReadingProgress> open =
                own.stream().filter(read -> !read.isWhole()).toList();
        double seconds = open.stream().mapToDouble(ReadingProgress::seconds).sum();
        int items = open.stream().mapToInt(ReadingProgress::items).sum();
        return new ItemProgress(
                (long) itemCount * needed.size(), done, seconds > 0 ? Optional.of(items / seconds) : Optional.empty());
    }

    /** While nobody reads, there is no speed. */
    ItemProgress resting() {
        return new ItemProgress(total, done, Optional.empty());
    }

    /** Until all is read, at this speed. */
    public Optional<Double> etaSeconds() {
        return perSecond.filter(speed -> speed > 0 && done < total).map(speed -> (total - done) / speed);
    }
}
