package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One JSON document: an array of rows, or an object whose {@code data} is that array. Articles of SQuAD become one row a
 * question. What is broken ends the reading, since nothing tells where the next row begins.
 */
final class JsonDocumentReader implements RowReader {
    /** An article of SQuAD is one element and holds hundreds of rows; the longest has 0.6 MB. */
    private static final long ROWS_AN_ELEMENT = 8;

    private final JsonParser parser;
    private final long maxElementBytes;
    private final ObjectReader json;
    private final Deque<RowReading> waiting = new ArrayDeque<>();
    private String array = "";
    private int index;
    private boolean started;
    private boolean ended;

    JsonDocumentReader(InputStream bytes, ReadLimits limits) throws IOException {
        this.json = JsonRows.reader(limits).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.maxElementBytes = ROWS_AN_ELEMENT * limits.rowBytes();
        this.parser = json.getFactory().createParser(bytes);
    }

    /** Whether a document that begins with a brace is one object around the rows, rather than the first of many lines. */
    static boolean isOneObject(InputStream bytes, ReadLimits limits) throws IOException {
        try (JsonDocumentReader reader = new JsonDocumentReader(bytes, limits)) {
            reader.parser.nextToken();
            return reader.enterData();
        } catch (JsonProcessingException e) {
            return false; // the reader of lines will tell what is wrong, and on which line
        }
    }

    @Override
    public Optional<RowReading> next() throws IOException {
        while (waiting.isEmpty() && !ended) {
            try {
                read();
            } catch (JsonProcessingException e) {
                ended = true;
                long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
                waiting.add(new RowReading.Broken(new RowFault(
                        line, place(), JsonRows.reason(e) + "; nothing after it can be read, so mend it first")));
            }
        }
        return Optional.ofNullable(waiting.poll());
    }

    private void read() throws IOException {
        if (!started) {
            started = true;
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                enterData();
            }
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            readToTheEnd();
            ended = true;
            return;
        }
        long line = parser.currentTokenLocation().getLineNr();
        JsonNode element = json.readTree(new BoundedElement(parser, maxElementBytes));
        if (element.path("paragraphs").isArray()) {
            SquadArticle.rows(line, place(), element, waiting);
        } else {
            waiting.add(JsonRows.row(line, place(), element));
        }
        index++;
    }

    private void readToTheEnd() throws IOException {
        if (!array.isEmpty()) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            waiting.add(new RowReading.Broken(new RowFault(
                    parser.currentTokenLocation().getLineNr(),
                    "",
                    "there is more after the end of the document: is this two files in one?")));
        }
    }

    private boolean enterData() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("data")) {
                array = name;
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private String place() {
        return array + "[" + index + "]";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
