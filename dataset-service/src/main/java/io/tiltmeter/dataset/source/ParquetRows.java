package io.tiltmeter.dataset.source;

import io.tiltmeter.dataset.parquet.ParquetDamaged;
import io.tiltmeter.dataset.parquet.ParquetReader;
import io.tiltmeter.dataset.parquet.ParquetRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The rows of a Parquet file in its order; only the columns that a shape reads. */
final class ParquetRows implements RawRows {
    private final SourceLimits limits;
    private final ParquetReader reader;
    private long characters;

    private ParquetRows(ParquetReader reader, SourceLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    static ParquetRows open(Path file, SourceLimits limits) throws IOException {
        try {
            ParquetReader reader =
                    ParquetReader.open(file, ParquetRows::wanted, limits.maxRowBytes(), limits.parquetMemoryBytes());
            return new ParquetRows(reader, limits);
        } catch (ParquetDamaged e) {
            throw refused(e, limits);
        }
    }

    private static List<String> wanted(List<String> found) {
        List<String> wanted =
                found.stream().filter(SourceShape.columns()::contains).toList();
        if (wanted.isEmpty()) {
            throw SourceShape.unknown(found);
        }
        return wanted;
    }

    @Override
    public Optional<RawRow> next() throws IOException {
        try {
            Optional<ParquetRow> row = reader.next();
            row.ifPresent(read -> count(read.bytes()));
            return row.map(this::raw);
        } catch (ParquetDamaged e) {
            throw refused(e, limits);
        }
    }

    private void count(long bytes) {
        characters += bytes;
        if (characters > limits.maxExpandedBytes()) {
            throw new SourceRefused(
                    "file",
                    "more than " + limits.maxExpandedBytes() + " bytes of rows",
                    "maxExpandedBytes is " + limits.maxExpandedBytes(),
                    "split the file, or raise the limit if you trust it");
        }
    }

    private RawRow raw(ParquetRow row) {
        return row.json().isPresent()
                ? new RawRow.Text(0, row.json().get())
                : new RawRow.Unreadable(
                        0,
                        "is " + row.bytes() + " bytes long, and a row may have " + limits.maxRowBytes()
                                + ": split it, or raise maxRowBytes");
    }

    private static SourceRefused refused(ParquetDamaged e, SourceLimits limits) {
        return new SourceRefused(
                e.rowsRead() == 0 ? "file" : "row " + e.rowsRead(),
                e.getMessage(),
                e.isMemoryTooSmall()
                        ? "parquetMemoryBytes is " + limits.parquetMemoryBytes()
                        : "a Parquet file has a readable footer and pages",
                e.isMemoryTooSmall()
                        ? "write it with smaller row groups, or raise the limit"
                        : "it was cut off or damaged: send it again, or write it anew as JSON lines",
                e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
