package io.tiltmeter.dataset.mixture;

import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a mixture, part after part, numbered from 1: numbers of several sources do not clash. One source is open at a
 * time.
 */
final class MixtureRows implements RowSource {
    private final MixtureInputs inputs;
    private final List<DrawnRows> parts;
    private int partFound;
    private long rowFound;
    private int numberFound;

    MixtureRows(MixtureInputs inputs, List<DrawnRows> parts) {
        this.inputs = inputs;
        this.parts = List.copyOf(parts);
    }

    /**
     * A row of a part.
     *
     * @param part from 0
     * @param number the row's within its source
     */
    record RowOfPart(int part, long number) {}

    /** The origin of the row of this number; fast for ascending numbers. */
    RowOfPart originOf(long mixtureNumber) {
        if (mixtureNumber < rowFound || rowFound == 0) {
            partFound = 0;
            rowFound = 0;
            numberFound = -1;
        }
        while (rowFound < mixtureNumber) {
            numberFound = parts.get(partFound).numbers().nextSetBit(numberFound + 1);
            if (numberFound < 0) {
                partFound++;
            } else {
                rowFound++;
            }
        }
        return new RowOfPart(partFound, numberFound);
    }

    @Override
    public Stream<SourceRow> open() {
        PartReader reader = new PartReader();
        return StreamSupport.stream(reader, false).onClose(reader::close);
    }

    /** A stream over several sources that holds one row in memory, where flatMap would hold a source. */
    private final class PartReader extends Spliterators.AbstractSpliterator<SourceRow> {
        private int part;
        private long count;
        private Stream<SourceRow> opened = Stream.empty();
        private Iterator<SourceRow> rows = opened.iterator();

        private PartReader() {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        }

        @Override
        public boolean tryAdvance(Consumer<? super SourceRow> action) {
            while (true) {
                while (rows.hasNext()) {
                    SourceRow row = rows.next();
                    if (parts.get(part - 1).numbers().get((int) row.number())) {
                        action.accept(new SourceRow(
                                ++count, row.id(), row.system(), row.contextLocation(), row.context(), row.turns()));
                        return true;
                    }
                }
                if (part == parts.size()) {
                    return false;
                }
                next();
            }
        }

        private void next() {
            opened.close();
            try {
                opened = inputs.rows(parts.get(part++).source()).open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            rows = opened.iterator();
        }

        private void close() {
            opened.close();
        }
    }
}
