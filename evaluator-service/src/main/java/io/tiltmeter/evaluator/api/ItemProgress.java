package io.tiltmeter.evaluator.api;

import io.tiltmeter.evaluator.store.ReadingTable.ReadingProgress;
import java.util.Optional;

/**
 * How many items of an evaluation are read.
 *
 * @param total items, once for each part that has to be read
 * @param done that are read and kept
 * @param perSecond of what is being read; empty before anything of it was kept
 */
record ItemProgress(long total, long done, Optional<Double> perSecond) {

    static ItemProgress whole(long total) {
        return new ItemProgress(total, total, Optional.empty());
    }

    /** @param itemCount items of one part */
    static ItemProgress of(int itemCount, int parts, Optional<ReadingProgress> kept) {
        long total = (long) itemCount * parts;
        return kept.map(read -> new ItemProgress(
                        total,
                        Math.min(total, (long) itemCount * read.wholeParts() + read.items()),
                        read.seconds() > 0 ? Optional.of(read.items() / read.seconds()) : Optional.empty()))
                .orElse(new ItemProgress(total, 0, Optional.empty()));
    }

    /** Until all is read, at this speed. */
    Optional<Double> etaSeconds() {
        return perSecond.filter(speed -> speed > 0 && done < total).map(speed -> (total - done) / speed);
    }
}
