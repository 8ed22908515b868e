package io.tiltmeter.languagemodel.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A safetensors file opened for reading. Tensors are memory-mapped one by one; a map stays valid after the file is
 * closed, as long as the buffer is referenced.
 */
public final class SafetensorsFile implements AutoCloseable {

    private static final int LENGTH_BYTES = 8;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its whole header.
     *
     * @throws InvalidSafetensorsException if it breaks the format
     * @throws IOException if it cannot be read
     */
    public static SafetensorsFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long fileBytes = channel.size();
            long headerBytes = headerLength(channel, fileBytes);
            byte[] json = read(channel, LENGTH_BYTES, (int) headerBytes).array();
            long dataStart = LENGTH_BYTES + headerBytes;
            return new SafetensorsFile(path, channel, SafetensorsHeader.parse(json, fileBytes - dataStart), dataStart);
        } catch (InvalidSafetensorsException e) {
            channel.close();
            throw new InvalidSafetensorsException(path + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Tensors by name, in the order of their data. */
    public Map<String, TensorEntry> tensors() {
        return header.tensors();
    }

    /** Free text pairs of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * The tensor's bytes, read-only and little-endian, in the page cache rather than in memory of their own.
     *
     * @throws InvalidSafetensorsException if there is no such tensor or it has 2 GiB or more
     */
    public ByteBuffer bytes(String name) throws IOException {
        TensorEntry entry = entry(name);
        long length = entry.end() - entry.begin();
        if (length > Integer.MAX_VALUE) {
            throw new InvalidSafetensorsException(path + ": tensor '" + name + "' has " + length + " bytes, at most "
                    + Integer.MAX_VALUE + " are mapped");
        }
        return channel.map(MapMode.READ_ONLY, dataStart + entry.begin(), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The tensor as float32; a map of the file if it is stored so, widened exactly from float16 and bfloat16. */
    public ByteBuffer float32Bytes(String name) throws IOException {
        return FloatWidening.toFloat32(entry(name), bytes(name));
    }

    private TensorEntry entry(String name) {
        TensorEntry entry = header.tensors().get(name);
        if (entry == null) {
            throw new InvalidSafetensorsException(path + ": there is no tensor '" + name + "'");
        }
        return entry;
    }

    private static long headerLength(FileChannel channel, long fileBytes) throws IOException {
        if (fileBytes < LENGTH_BYTES) {
            throw new InvalidSafetensorsException("file has " + fileBytes + " bytes, too few for a header length");
        }
        long length = read(channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > SafetensorsHeader.MAX_BYTES || length > fileBytes - LENGTH_BYTES) {
            throw new InvalidSafetensorsException("header length " + Long.toUnsignedString(length)
                    + " is outside [2, " + Math.min(SafetensorsHeader.MAX_BYTES, fileBytes - LENGTH_BYTES)
                    + "]: the file is cut short or is no safetensors file");
        }
        return length;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new InvalidSafetensorsException("file ends inside its header");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
