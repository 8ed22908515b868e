package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.parquet.ParquetDamaged;
import io.tiltmeter.dataset.parquet.ParquetReader;
import io.tiltmeter.dataset.parquet.ParquetRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The rows of a Parquet file; together they may have as many bytes, as JSON, as a file may have. */
final class ParquetRowReader implements RowReader {
    private static final long MEMORY_BYTES = 256L << 20;

    private final ParquetReader reader;
    private final ReadLimits limits;
    private final ObjectReader json;
    private long row;
    private long bytes;

    private ParquetRowReader(ParquetReader reader, ReadLimits limits) {
        this.reader = reader;
        this.limits = limits;
        this.json = JsonRows.reader(limits);
    }

    /** @throws InvalidRequest if it is damaged */
    static ParquetRowReader open(Path path, ReadLimits limits) throws IOException {
        try {
            return new ParquetRowReader(
                    ParquetReader.open(path, UnaryOperator.identity(), limits.rowBytes(), MEMORY_BYTES), limits);
        } catch (ParquetDamaged e) {
            throw RowFile.refused("", reason(e), "send it again, or its rows as JSON lines");
        }
    }

    @Override
    public Optional<RowReading> next() throws IOException {
        try {
            Optional<ParquetRow> next = reader.next();
            row++;
            bytes += next.map(ParquetRow::bytes).orElse(0L);
            if (bytes > limits.fileBytes()) {
                throw RowFile.refused(
                        "row " + row,
                        "at most " + limits.fileBytes() + " bytes of rows a file, as JSON",
                        "send it in parts");
            }
            return next.map(this::read);
        } catch (ParquetDamaged e) {
            return Optional.of(new RowReading.Broken(new RowFault(row + 1, "", reason(e))));
        }
    }

    private RowReading read(ParquetRow read) {
        if (read.json().isEmpty()) {
            return new RowReading.Rejected(new RowFault(
                    row, "", "the row has " + read.bytes() + " bytes, and " + limits.rowBytes() + " are allowed"));
        }
        try {
            return JsonRows.row(row, "", json.<JsonNode>readValue(read.json().get()));
        } catch (JsonProcessingException e) {
            return new RowReading.Rejected(new RowFault(row, "", JsonRows.reason(e)));
        }
    }

    private static String reason(ParquetDamaged e) {
        return e.isMemoryTooSmall()
                ? "a row group needs more than " + MEMORY_BYTES + " bytes of memory: write it with smaller ones"
                : "the Parquet file is cut off or damaged: " + e.getMessage();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
