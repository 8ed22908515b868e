package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tiltmeter.dataset.source.SourceFormat.Compression;
import io.tiltmeter.dataset.source.SourceFormat.Container;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Tells compression and container from the first bytes, never from the name. */
final class ContainerDetection {
    private static final int HEAD_BYTES = 1 << 16;
    private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private ContainerDetection() {}

    /** What the first bytes say a file is; Parquet's rows are looked at by its own reader. */
    record Detected(Container container, Compression compression) {}

    static Detected detect(Path file, SourceLimits limits) throws IOException {
        byte[] start = head(Files.newInputStream(file));
        if (start.length == 0) {
            throw new SourceRefused("file", "0 bytes", "a source has at least one row", "send the file again");
        }
        if (begins(start, 'P', 'A', 'R', '1')) {
            return new Detected(Container.PARQUET, Compression.NONE);
        }
        if (begins(start, 'P', 'K', 3, 4)) {
            throw new SourceRefused(
                    "file",
                    "a zip archive",
                    "archives are not opened",
                    "unpack it and send the file itself, or .gz or .zst");
        }
        Compression compression = compression(start);
        byte[] head = compression == Compression.NONE ? start : head(ExpandedInput.open(file, compression, limits));
        if (compression != Compression.NONE) {
            refuseNested(head, compression);
        }
        return new Detected(container(head), compression);
    }

    private static Compression compression(byte[] start) {
        if (begins(start, 0x1F, 0x8B)) {
            return Compression.GZIP;
        }
        return begins(start, 0x28, 0xB5, 0x2F, 0xFD) ? Compression.ZSTANDARD : Compression.NONE;
    }

    private static void refuseNested(byte[] head, Compression outer) {
        if (compression(head) != Compression.NONE || begins(head, 'P', 'K', 3, 4) || begins(head, 'P', 'A', 'R', '1')) {
            throw new SourceRefused(
                    "file",
                    "another compressed file inside " + outer,
                    "one compression is undone, around JSON",
                    "expand it once and send what is inside");
        }
    }

    private static Container container(byte[] head) throws IOException {
        if (begins(head, 0xFF, 0xFE) || begins(head, 0xFE, 0xFF) || isTwoByteText(head)) {
            throw new SourceRefused(
                    "file", "UTF-16", "texts are UTF-8", "convert it, for example with iconv -f UTF-16 -t UTF-8");
        }
        int at = begins(head, 0xEF, 0xBB, 0xBF) ? UTF8_MARK.length : 0;
        while (at < head.length && " \t\r\n".indexOf(head[at]) >= 0) {
            at++;
        }
        if (at == head.length) {
            throw new SourceRefused("file", "only white space", "a source has at least one row", "send the file again");
        }
        if (head[at] == '[') {
            return Container.JSON_ARRAY;
        }
        if (head[at] == '{') {
            return hasDataArray(head, at) ? Container.JSON_DOCUMENT : Container.JSON_LINES;
        }
        throw new SourceRefused(
                "line 1",
                String.format("a file that begins with byte 0x%02X", head[at]),
                "a source is a JSON array, JSON lines, or Parquet, bare or in .gz or .zst",
                "convert it to JSON lines (CSV too)");
    }

    /** Whether the object that begins here has a member data that is an array, as far as the head shows. */
    private static boolean hasDataArray(byte[] head, int from) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(head, from, head.length - from)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isData = parser.currentName().equals("data");
                if (parser.nextToken() == JsonToken.START_ARRAY && isData) {
                    return true;
                }
                parser.skipChildren();
            }
        } catch (JsonProcessingException e) {
            // the head ends within a value, or the row is malformed, which its reader tells
            return false;
        }
        return false;
    }

    private static boolean isTwoByteText(byte[] head) {
        return head.length >= 4 && (head[0] == 0 && head[1] != 0 && head[2] == 0 || head[1] == 0 && head[3] == 0);
    }

    private static boolean begins(byte[] head, int... magic) {
        return head.length >= magic.length && Arrays.equals(Arrays.copyOf(head, magic.length), toBytes(magic));
    }

    private static byte[] toBytes(int[] magic) {
        byte[] bytes = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            bytes[i] = (byte) magic[i];
        }
        return bytes;
    }

    private static byte[] head(InputStream in) throws IOException {
        try (in) {
            return in.readNBytes(HEAD_BYTES);
        }
    }
}
