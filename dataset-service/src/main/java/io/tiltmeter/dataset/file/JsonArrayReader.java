package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The elements of a JSON array: of the file itself, or of the {@code data} of the object that the file is. Elements are
 * separated by quotes and brackets alone, so one that is malformed inside its brackets rejects only itself.
 */
final class JsonArrayReader implements RowReader {
    private static final String DATA = "\"data\"";
    private static final String VERSION = "\"version\"";

    private final ByteInput bytes;
    private final RowBytes row;
    private final RowJson json;
    private final FileFormat format;
    private int read;
    private boolean isEnded;
    private String version = "";

    JsonArrayReader(InputStream in, FileFormat format, ReadLimits limits) {
        bytes = new ByteInput(in);
        row = new RowBytes(limits.elementBytes());
        json = new RowJson(limits.elementBytes());
        this.format = format;
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        if (isEnded) {
            return Optional.empty();
        }
        if (read == 0) {
            begin();
        } else if (bytes.peekPastSpace() == ',') {
            bytes.read();
            if (bytes.peekPastSpace() == ']') {
                throw broken("a comma and then ]", "an array has no comma after its last row", "remove it");
            }
        } else if (bytes.peek() != ']') {
            throw broken(found(bytes.peek()), "a , or ] follows a row", "repair it there");
        }
        if (bytes.peekPastSpace() == ']') {
            end();
            return Optional.empty();
        }
        long line = bytes.line();
        takeValue(line);
        String path = (format == FileFormat.JSON_DOCUMENT ? "data[" : "[") + read++ + "]";
        return Optional.of(json.row(line, path, row));
    }

    @Override
    public String version() {
        return version;
    }

    private void begin() throws IOException {
        bytes.peekPastSpace();
        bytes.read();
        if (format == FileFormat.JSON_DOCUMENT) {
            for (String name = takeName(); !name.equals(DATA) || bytes.peekPastSpace() != '['; name = takeName()) {
                passOver(name);
                if (bytes.peekPastSpace() != ',') {
                    throw broken(found(bytes.peek()), "a , separates members", "repair it there");
                }
                bytes.read();
            }
            bytes.read();
        }
    }

    /** The name of a member, in quotes, past its colon. */
    private String takeName() throws IOException {
        bytes.peekPastSpace();
        takeValue(bytes.line());
        if (bytes.peekPastSpace() != ':') {
            throw broken(found(bytes.peek()), "a : follows a name", "repair it there");
        }
        bytes.read();
        try {
            return row.text().strip();
        } catch (UnfitRow e) {
            return "";
        }
    }

    /**
     * Takes a member that holds no rows.
     *
     * @throws FileRefused if it is not valid JSON, or a further list of rows
     */
    private void passOver(String name) throws IOException {
        bytes.peekPastSpace();
        long line = bytes.line();
        takeValue(line);
        FileRow member = json.row(line, name, row);
        if (member instanceof FileRow.Rejected rejected) {
            throw new FileRefused(
                    "line " + line,
                    "member " + name,
                    rejected.fault().reason(),
                    "the file is damaged: repair the member");
        }
        JsonNode value = ((FileRow.Read) member).value();
        if (name.equals(VERSION)) {
            version = value.asText();
        }
        if (name.equals(DATA) || value.isArray() && value.path(0).isObject()) {
            throw new FileRefused(
                    "line " + line,
                    "member " + name,
                    "a document has its rows in one list, \"data\"",
                    "send each list of rows as a file of its own");
        }
    }

    private void end() throws IOException {
        isEnded = true;
        bytes.read();
        if (format == FileFormat.JSON_DOCUMENT) {
            while (bytes.peekPastSpace() == ',') {
                bytes.read();
                passOver(takeName());
            }
            if (bytes.peek() != '}') {
                throw broken(found(bytes.peek()), "a } follows the last member", "repair it there");
            }
            bytes.read();
        }
        if (bytes.peekPastSpace() != ByteInput.END) {
            throw broken(
                    found(bytes.peek()),
                    "nothing follows the " + (format == FileFormat.JSON_ARRAY ? "array" : "document"),
                    "send one array, or JSON lines");
        }
    }

    /** Takes one value: up to the bracket that closes it, or, of a number or word, up to what cannot belong to it. */
    private void takeValue(long line) throws IOException {
        row.clear();
        int depth = 0;
        while (true) {
            int next = bytes.peek();
            if (next == ByteInput.END) {
                throw cutOff(line, "the row that begins here has no end", "a quote or bracket is left open");
            }
            boolean closes = next == '}' || next == ']';
            if (depth == 0 && (closes || next == ',' || next == ':')) {
                return;
            }
            row.append(bytes.read());
            if (next == '"') {
                takeString(line);
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (closes) {
                depth--;
            }
            if (depth == 0 && (closes || next == '"')) {
                return;
            }
        }
    }

    private void takeString(long line) throws IOException {
        while (true) {
            int next = bytes.read();
            if (next == ByteInput.END) {
                throw cutOff(line, "a quote in the row that begins here is never closed", "a quote is missing");
            }
            row.append(next);
            if (next == '\\' && bytes.peek() != ByteInput.END) {
                row.append(bytes.read());
            } else if (next == '"') {
                return;
            }
        }
    }

    private static FileRefused cutOff(long line, String limit, String otherCause) {
        return new FileRefused(
                "line " + line,
                "the end of the file",
                limit,
                "the file is damaged: it was cut off, or " + otherCause + "; send it again, or repair the row");
    }

    private FileRefused broken(String found, String limit, String remedy) {
        return new FileRefused("line " + bytes.line(), found, limit, "the file is damaged: " + remedy);
    }

    private static String found(int next) {
        if (next == ByteInput.END) {
            return "the end of the file";
        }
        return next > ' ' && next < 0x7F ? String.valueOf((char) next) : String.format("byte 0x%02X", next);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
