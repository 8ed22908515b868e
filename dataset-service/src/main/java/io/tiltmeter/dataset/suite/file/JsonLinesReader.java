package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One object a line; blank lines are skipped, and a faulty line harms no other. */
final class JsonLinesReader implements RowReader {
    private final TextLines lines;
    private final ObjectReader json;

    JsonLinesReader(InputStream bytes, ReadLimits limits) {
        this.lines = new TextLines(bytes, limits.rowBytes());
        this.json = JsonRows.reader(limits);
    }

    @Override
    public Optional<RowReading> next() throws IOException {
        Optional<TextLines.Line> line = lines.next();
        while (line.isPresent()
                && line.get().fault().isEmpty()
                && line.get().text().isBlank()) {
            line = lines.next();
        }
        return line.map(this::read);
    }

    private RowReading read(TextLines.Line line) {
        if (line.fault().isPresent()) {
            return new RowReading.Rejected(
                    new RowFault(line.number(), "", line.fault().get()));
        }
        try {
            return JsonRows.row(line.number(), "", json.<JsonNode>readValue(line.text()));
        } catch (JsonProcessingException e) {
            return new RowReading.Rejected(new RowFault(line.number(), "", JsonRows.reason(e)));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
