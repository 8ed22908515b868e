package io.tiltmeter.results.export;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.export.ParquetTable.Column;
import io.tiltmeter.results.export.ParquetTable.Type;
import io.tiltmeter.servicekit.json.Json;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How items are sent: one row an item and evaluation, as they are read. */
public enum ItemFormat {
    CSV("text/csv", "csv") {
        @Override
        public void write(ItemRows rows, OutputStream out) throws IOException {
            out.write(line(COLUMNS.stream().map(Column::name).toList()));
            rows.to(row -> out.write(line(row.stream().map(Object::toString).toList())));
        }
    },
    JSONL("application/x-ndjson", "jsonl") {
        @Override
        public void write(ItemRows rows, OutputStream out) throws IOException {
            try (JsonGenerator json = Json.mapper().getFactory().createGenerator(out)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.setRootValueSeparator(null);
                rows.to(row -> {
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
    PARQUET(ParquetTable.MEDIA_TYPE, "parquet") {
        @Override
        public void write(ItemRows rows, OutputStream out) throws IOException {
            try (ParquetTable table = ParquetTable.of(COLUMNS)) {
                rows.to(table::row);
                Files.copy(table.write(), out);
            }
        }
    };

    /** What a row has. */
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
    private final String ending;

    ItemFormat(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    public String mediaType() {
        return mediaType;
    }

    public String ending() {
        return ending;
    }

    public abstract void write(ItemRows rows, OutputStream out) throws IOException;

    /** Rows on their way. */
    @FunctionalInterface
    public interface ItemRows {
        void to(RowTaker taker) throws IOException;
    }

    /** Takes one row, its cells in the order of the columns. */
    @FunctionalInterface
    public interface RowTaker {
        void take(List<Object> row) throws IOException;
    }

    /**
     * The format of this name, else of the first acceptable type that is one of ours.
     *
     * @throws InvalidRequest if the name is another
     */
    public static ItemFormat of(Optional<String> name, List<MediaType> acceptable) {
        if (name.isEmpty()) {
            return acceptable.stream()
                    .flatMap(type -> Arrays.stream(values())
                            .filter(format -> type.isCompatible(MediaType.valueOf(format.mediaType))))
                    .findFirst()
                    .orElse(CSV);
        }
        return Arrays.stream(values())
                .filter(format -> format.ending.equals(name.get()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(List.of(
                        new Fault("format", name.get(), "is not one of csv, jsonl, parquet", "leave it out for csv"))));
    }

    private static byte[] line(List<String> cells) {
        return new Csv().line(cells).toString().getBytes(StandardCharsets.UTF_8);
    }
}
