package io.tiltmeter.results.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Comma-separated values, RFC 4180; absent values are empty. Every text, headers too, passes {@link Formulas}. */
public final class Csv {
    public static final String MEDIA_TYPE = "text/csv";

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .addModule(new SimpleModule()
                    .addSerializer(String.class, new TextCell())
                    .addSerializer(Map.class, new MapCell()))
            .build();
    private static final CsvSchema LINES = CsvSchema.emptySchema().withLineSeparator("\r\n");

    static {
        Json.configure(MAPPER);
    }

    private Csv() {}

    /** Writes lines, each a list of cells. */
    static SequenceWriter lines(OutputStream out, Formulas formulas) throws IOException {
        return writer(LINES, formulas).writeValues(out);
    }

    /** Lines, each a list of cells; null is an empty cell. */
    static String of(List<List<Object>> lines, Formulas formulas) {
        StringWriter text = new StringWriter();
        try (SequenceWriter writer = writer(LINES, formulas).writeValues(text)) {
            for (List<Object> cells : lines) {
                // without a schema Jackson leaves a null out and moves the cells behind it
                writer.write(
                        cells.stream().map(cell -> cell == null ? "" : cell).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Records under a header of their JSON fields, a line each. */
    public static <T> String of(Class<T> type, List<T> records, Formulas formulas) {
        CsvSchema columns = MAPPER.schemaFor(type).withHeader().withLineSeparator("\r\n");
        try {
            return writer(columns, formulas).writeValueAsString(records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectWriter writer(CsvSchema columns, Formulas formulas) {
        return MAPPER.writer(columns).withAttribute(Formulas.class, formulas);
    }

    private static void writeText(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(((Formulas) provider.getAttribute(Formulas.class)).cell(text));
    }

    private static final class TextCell extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        TextCell() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            writeText(text, json, provider);
        }
    }

    /** Numbers by name in one cell: {@code name=value; name=value}. */
    @SuppressWarnings("rawtypes")
    private static final class MapCell extends StdSerializer<Map> {
        private static final long serialVersionUID = 1L;

        MapCell() {
            super(Map.class);
        }

        @Override
        public void serialize(Map map, JsonGenerator json, SerializerProvider provider) throws IOException {
            Map<?, ?> named = map;
            String text = named.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining("; "));
            writeText(text, json, provider);
        }
    }
}
