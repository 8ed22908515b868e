package io.tiltmeter.dataset.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The elements of a JSON array: of the file itself, or of the {@code data} of the object that the file is. Elements are
 * told apart by quotes and brackets alone, so one that is malformed inside its brackets rejects only itself.
 */
final class JsonArrayRows implements RawRows {
    private final InputStream in;
    private final ByteInput bytes;
    private final RowBytes row;
    private final SourceFormat.Container container;
    private boolean begun;
    private boolean ended;

    JsonArrayRows(InputStream in, SourceFormat.Container container, SourceLimits limits) {
        this.in = in;
        this.bytes = new ByteInput(in);
        this.row = new RowBytes(limits.maxRowBytes());
        this.container = container;
    }

    @Override
    public Optional<RawRow> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        if (!begun) {
            begin();
        } else if (bytes.peekPastSpace() == ',') {
            bytes.read();
            if (bytes.peekPastSpace() == ']') {
                throw broken("a comma and then ]", "an array has no comma behind its last row", "remove it");
            }
        } else if (bytes.peek() != ']') {
            throw broken(found(bytes.peek()), "a , or ] stands behind a row", "repair the file there");
        }
        if (bytes.peekPastSpace() == ']') {
            end();
            return Optional.empty();
        }
        begun = true;
        long line = bytes.line();
        row.clear();
        takeValue(line);
        return Optional.of(row.row(line));
    }

    private void begin() throws IOException {
        if (container == SourceFormat.Container.JSON_DOCUMENT) {
            bytes.peekPastSpace();
            bytes.read();
            skipToData();
        }
        bytes.peekPastSpace();
        bytes.read();
    }

    /** Goes to the array of the member named data; {@link ContainerDetection} has seen that there is one. */
    private void skipToData() throws IOException {
        while (true) {
            row.clear();
            bytes.peekPastSpace();
            takeValue(bytes.line());
            boolean isData =
                    row.row(0) instanceof RawRow.Text name && name.json().equals("\"data\"");
            if (bytes.peekPastSpace() != ':') {
                throw broken(found(bytes.peek()), "a : stands behind a name", "repair the file there");
            }
            bytes.read();
            if (bytes.peekPastSpace() == '[' && isData) {
                return;
            }
            takeValue(bytes.line());
            if (bytes.peekPastSpace() != ',') {
                throw broken(found(bytes.peek()), "a , stands between members", "repair the file there");
            }
            bytes.read();
        }
    }

    private void end() throws IOException {
        ended = true;
        bytes.read();
        if (container == SourceFormat.Container.JSON_ARRAY && bytes.peekPastSpace() != ByteInput.END) {
            throw broken(found(bytes.peek()), "nothing stands behind the array", "send one array, or JSON lines");
        }
        while (bytes.read() != ByteInput.END) {
            // what follows the rows is read for its checksum only
        }
    }

    /** Takes one value: up to the bracket that closes it, or, of a number or word, up to what cannot belong to it. */
    private void takeValue(long line) throws IOException {
        int depth = 0;
        while (true) {
            int next = bytes.peek();
            if (next == ByteInput.END) {
                throw new SourceRefused(
                        "line " + line,
                        "the end of the file",
                        "the row that begins here has no end",
                        "the file was cut off, or a quote is left open: send it again, or repair the row");
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
                throw new SourceRefused(
                        "line " + line,
                        "the end of the file",
                        "a quote in the row that begins here is never closed",
                        "the file was cut off, or a quote is missing: send it again, or repair the row");
            }
            row.append(next);
            if (next == '\\' && bytes.peek() != ByteInput.END) {
                row.append(bytes.read());
            } else if (next == '"') {
                return;
            }
        }
    }

    private SourceRefused broken(String found, String limit, String remedy) {
        return new SourceRefused("line " + bytes.line(), found, limit, remedy);
    }

    private static String found(int next) {
        if (next == ByteInput.END) {
            return "the end of the file";
        }
        return next > ' ' && next < 0x7F ? String.valueOf((char) next) : String.format("byte 0x%02X", next);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
