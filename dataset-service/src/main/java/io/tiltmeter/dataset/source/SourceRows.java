package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The file of a source's accepted rows: one JSON object a line, its members always in the same order. */
public final class SourceRows {
    /** Without limits: an import has checked each row against its own. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private SourceRows() {}

    /**
     * The rows of such a file, in its order and one at a time; to be closed.
     *
     * @throws UncheckedIOException while it is read, if the file is none that an import wrote
     */
    public static Stream<SourceRow> read(Path file) throws IOException {
        JsonParser parser = JSON.createParser(Files.newInputStream(file));
        int inOrder = Spliterator.ORDERED | Spliterator.NONNULL;
        Spliterator<SourceRow> rows = new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, inOrder) {
            @Override
            public boolean tryAdvance(Consumer<? super SourceRow> action) {
                Optional<SourceRow> row = next(parser);
                row.ifPresent(action);
                return row.isPresent();
            }
        };
        return StreamSupport.stream(rows, false).onClose(() -> close(parser));
    }

    /** A generator that writes rows to this stream, and leaves it open. */
    static JsonGenerator writer(OutputStream out) throws IOException {
        JsonGenerator generator = JSON.createGenerator(out);
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.setRootValueSeparator(null);
        return generator;
    }

    static void write(SourceRow row, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", row.number());
        writeUnlessEmpty("id", row.id(), out);
        writeUnlessEmpty("system", row.system(), out);
        if (row.contextLocation() == ContextLocation.FIELD) {
            out.writeStringField("context", row.context());
        }
        out.writeArrayFieldStart("turns");
        for (Turn turn : row.turns()) {
            out.writeStartObject();
            out.writeStringField("role", turn.role().label());
            out.writeStringField("text", turn.text());
            if (turn.masked()) {
                out.writeBooleanField("masked", true);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeRaw('\n');
    }

    private static void writeUnlessEmpty(String name, String text, JsonGenerator out) throws IOException {
        if (!text.isEmpty()) {
            out.writeStringField(name, text);
        }
    }

    private static Optional<SourceRow> next(JsonParser parser) {
        try {
            return parser.nextToken() == null ? Optional.empty() : Optional.of(parse(parser));
        } catch (IOException e) {
            throw new UncheckedIOException("not the rows of a source", e);
        }
    }

    private static void close(JsonParser parser) {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceRow parse(JsonParser parser) throws IOException {
        long number = 0;
        String id = "";
        String system = "";
        ContextLocation contextLocation = ContextLocation.WITHIN_TURNS;
        String context = "";
        List<Turn> turns = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "number" -> number = parser.getLongValue();
                case "id" -> id = parser.getText();
                case "system" -> system = parser.getText();
                case "context" -> {
                    contextLocation = ContextLocation.FIELD;
                    context = parser.getText();
                }
                case "turns" -> parseTurns(parser, turns);
                default -> throw new IOException("member \"" + name + "\" is none of a canonical row");
            }
        }
        return new SourceRow(number, id, system, contextLocation, context, turns);
    }

    private static void parseTurns(JsonParser parser, List<Turn> turns) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            parser.nextToken();
            Role role = Role.USER.label().equals(parser.nextTextValue()) ? Role.USER : Role.ASSISTANT;
            parser.nextToken();
            String text = parser.nextTextValue();
            boolean masked = parser.nextToken() == JsonToken.FIELD_NAME;
            if (masked) {
                parser.nextToken();
                parser.nextToken();
            }
            turns.add(new Turn(role, text, masked));
        }
    }
}
