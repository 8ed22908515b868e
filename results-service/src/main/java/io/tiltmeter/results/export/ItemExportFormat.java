package io.tiltmeter.results.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.tiltmeter.results.export.ParquetWriter.Column;
import io.tiltmeter.results.export.ParquetWriter.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/** The formats of item exports: one row an item and evaluation, written as they are read. */
public enum ItemExportFormat implements ExportFormat {
    CSV("text/csv") {
        @Override
        public void write(Rows rows, Formulas formulas, OutputStream out) throws IOException {
            try (SequenceWriter lines = Csv.lines(out, formulas)) {
                lines.write(COLUMNS.stream().map(Column::name).toList());
                rows.writeTo(lines::write);
            }
        }
    },
    JSONL("application/x-ndjson") {
        @Override
        public void write(Rows rows, Formulas formulas, OutputStream out) throws IOException {
            try (JsonGenerator json = CELLS.createGenerator(out)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.setRootValueSeparator(null);
                rows.writeTo(row -> {
                    json.writeStartObject();
                    for (int column = 0; column < row.size(); column++) {
                        json.writeObjectField(COLUMNS.get(column).name(), row.get(column));
                    }
                    json.writeEndObject();
                    json.writeRaw('\n');
                });
            }
        }
    },
    PARQUET(ParquetWriter.MEDIA_TYPE) {
        @Override
        public void write(Rows rows, Formulas formulas, OutputStream out) throws IOException {
            try (ParquetWriter table = ParquetWriter.of(COLUMNS)) {
                rows.writeTo(table::row);
                Files.copy(table.write(), out);
            }
        }
    };

    /** Without a mapper, which would flush the response behind each cell. */
    private static final JsonFactory CELLS = new JsonFactory();

    static final List<Column> COLUMNS = List.of(
            new Column("run", Type.TEXT),
            new Column("step", Type.WHOLE),
            new Column("suite", Type.TEXT),
            new Column("scorer", Type.TEXT),
            new Column("arm", Type.TEXT),
            new Column("item", Type.TEXT),
            new Column("cluster", Type.TEXT),
            new Column("context_share", Type.REAL),
            new Column("memory_share", Type.REAL),
            new Column("correct_share", Type.REAL));

    private final String mediaType;

    ItemExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    @Override
    public String contentType() {
        return this == PARQUET ? mediaType : ExportFormat.super.contentType();
    }

    /**
     * Writes all rows.
     *
     * @param formulas in CSV
     */
    public abstract void write(Rows rows, Formulas formulas, OutputStream out) throws IOException;

    @FunctionalInterface
    public interface Rows {
        void writeTo(RowWriter writer) throws IOException;
    }

    /** Writes one row, its cells in the order of the columns. */
    @FunctionalInterface
    public interface RowWriter {
        void write(List<Object> row) throws IOException;
    }
}
