package io.tiltmeter.servicekit.rest;

import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The memory that bodies of requests take at the same time, which is a part of the heap. */
@Singleton
public class BodyMemory {
    /** The other part is for what a service holds anyway, for responses and for its work. */
    private static final int PART_OF_HEAP = 2;

    private final long maxBytes;
    private long takenBytes;

    @Inject
    public BodyMemory(KitConfig config) {
        this(config.http()
                .bodyMemory()
                .map(size -> size.asLongValue())
                .orElse(Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    BodyMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What a body of a kind takes. */
    record Cost(int timesItsSize, long valuesBytes) {
        static Cost of(BodyInMemory kind) {
            return new Cost(kind.timesItsSize(), kind.valuesBytes());
        }

        long of(long bodyBytes) {
            long ofValues = timesItsSize * bodyBytes;
            long ofTexts = BodyInMemory.TIMES_OF_TEXT * bodyBytes;
            return ofValues - ofTexts > valuesBytes ? valuesBytes + ofTexts : ofValues;
        }

        /** The longest body that takes so much. */
        long longest(long memoryBytes) {
            return Math.max(memoryBytes / timesItsSize, (memoryBytes - valuesBytes) / BodyInMemory.TIMES_OF_TEXT);
        }
    }

    /** Nothing yet, for a body of this kind. */
    Share share(Cost cost) {
        return new Share(cost);
    }

    /** What one body takes, until it is closed. */
    final class Share implements AutoCloseable {
        private final Cost cost;
        private long shareBytes;

        private Share(Cost cost) {
            this.cost = cost;
        }

        /**
         * Takes what a body of this size needs, unless it has it already.
         *
         * @throws BodyRefused if that is not free; what was taken before stays
         */
        void upTo(long bodyBytes) {
            long needed = cost.of(bodyBytes);
            if (needed > maxBytes) {
                throw BodyRefused.tooLarge(bodyBytes, cost.longest(maxBytes), needed, maxBytes);
            }
            synchronized (BodyMemory.this) {
                long others = takenBytes - shareBytes;
                if (needed > maxBytes - others) {
                    throw BodyRefused.noRoom(needed, others, maxBytes);
                }
                takenBytes = others + Math.max(needed, shareBytes);
                shareBytes = Math.max(needed, shareBytes);
            }
        }

        @Override
        public void close() {
            synchronized (BodyMemory.this) {
                takenBytes -= shareBytes;
                shareBytes = 0;
            }
        }
    }
}
