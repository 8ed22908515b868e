package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The file of a source's accepted rows: one JSON object a line, its members always in the same order. */
public final class SourceRows {
    private static final JsonFactory JSON = new JsonFactory();

    private SourceRows() {}

    /**
     * The rows of such a file, in its order and one at a time; to be closed.
     *
     * @throws UncheckedIOException while it is read, if the file is none that an import wrote
     */
    public static Stream<SourceRow> read(Path file) throws IOException {
        BufferedReader lines = Files.newBufferedReader(file);
        return lines.lines().map(SourceRows::parse).onClose(() -> {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
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
        if (row.contextPlace() == ContextPlace.FIELD) {
            out.writeStringField("context", row.context());
        }
        out.writeArrayFieldStart("turns");
        for (Turn turn : row.turns()) {
            out.writeStartObject();
            out.writeStringField("role", turn.role().label());
            out.writeStringField("text", turn.text());
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

    private static SourceRow parse(String line) {
        long number = 0;
        String id = "";
        String system = "";
        ContextPlace contextPlace = ContextPlace.WITHIN_TURNS;
        String context = "";
        List<Turn> turns = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "number" -> number = parser.getLongValue();
                    case "id" -> id = parser.getText();
                    case "system" -> system = parser.getText();
                    case "context" -> {
                        contextPlace = ContextPlace.FIELD;
                        context = parser.getText();
                    }
                    case "turns" -> parseTurns(parser, turns);
                    default -> throw new IOException("member \"" + name + "\" is none of a canonical row");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not the rows of a source", e);
        }
        return new SourceRow(number, id, system, contextPlace, context, turns);
    }

    private static void parseTurns(JsonParser parser, List<Turn> turns) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            parser.nextToken();
            Role role = Role.USER.label().equals(parser.nextTextValue()) ? Role.USER : Role.ASSISTANT;
            parser.nextToken();
            turns.add(new Turn(role, parser.nextTextValue()));
            parser.nextToken();
        }
    }
}
