package io.tiltmeter.languagemodel.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A safetensors file opened for reading. Tensors are memory-mapped one by one; a map stays valid after the file is
 * closed, as long as the buffer is referenced.
 *
 * <p><b>Never change a file of weights in place.</b> If a mapped file is truncated, reading the lost pages is an
 * {@link InternalError} in Java and ends the process (SIGBUS) in native code; a reader cannot prevent that. The length is
 * therefore checked at every map. Writers write a new file and rename it, as {@link SafetensorsWriter} does; maps of the
 * replaced file stay valid.
 */
public final class SafetensorsFile implements AutoCloseable {

    private static final int LENGTH_BYTES = 8;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long fileBytes;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header, long fileBytes, long dataStart) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.fileBytes = fileBytes;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its whole header.
     *
     * @throws InvalidSafetensorsException if it violates the format, naming the file and its faults
     * @throws IOException if it cannot be read
     */
    public static SafetensorsFile open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) { // a pipe would block, a device would not end
            throw new InvalidSafetensorsException(path + ": is not a regular file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long fileBytes = channel.size();
            long headerBytes = headerLength(channel, fileBytes);
            byte[] json = read(channel, LENGTH_BYTES, (int) headerBytes).array();
            long dataStart = LENGTH_BYTES + headerBytes;
            SafetensorsHeader header = SafetensorsHeader.parse(json, fileBytes - dataStart);
            return new SafetensorsFile(path, channel, header, fileBytes, dataStart);
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

    /** The header's metadata. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    public Path path() {
        return path;
    }

    /**
     * The tensor's bytes, read-only and little-endian, mapped from the page cache. They begin at a multiple of the element's
     * size, as native code expects; where the file is not aligned, which only old writers leave so, they are a copy.
     *
     * @throws InvalidSafetensorsException if there is no such tensor, it has 2 GiB or more (see {@link #pieces}), or
     *     the length of the file changed since it was opened
     */
    public ByteBuffer bytes(String name) throws IOException {
        TensorEntry entry = entry(name);
        if (entry.bytes() > Integer.MAX_VALUE) {
            throw new InvalidSafetensorsException(describe(name) + " has " + entry.bytes() + " bytes, at most "
                    + Integer.MAX_VALUE + " fit into one buffer; read it in pieces");
        }
        return map(entry, 0, entry.bytes());
    }

    /**
     * The tensor's bytes as consecutive buffers of less than 2 GiB. Each has whole rows (all dimensions but the first),
     * unless a single row has 2 GiB or more.
     */
    public List<ByteBuffer> pieces(String name) throws IOException {
        return pieces(name, Integer.MAX_VALUE);
    }

    List<ByteBuffer> pieces(String name, long maxBytes) throws IOException {
        TensorEntry entry = entry(name);
        long step = entry.pieceBytes(maxBytes);
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long at = 0; at < entry.bytes(); at += step) {
            pieces.add(map(entry, at, Math.min(step, entry.bytes() - at)));
        }
        return pieces;
    }

    /**
     * The tensor as float32: mapped if it is stored so, otherwise widened exactly from float16 or bfloat16.
     *
     * @throws InvalidSafetensorsException as {@link #bytes}, or if it is of another type or has 2 GiB or more as float32
     */
    public ByteBuffer float32Bytes(String name) throws IOException {
        TensorEntry entry = entry(name);
        FloatWidening.check(describe(name), entry.type());
        if (entry.elements() > Integer.MAX_VALUE / Float.BYTES) {
            throw new InvalidSafetensorsException(describe(name) + " has " + entry.elements() + " elements, at most "
                    + Integer.MAX_VALUE / Float.BYTES + " fit into one buffer of float32; read it in pieces");
        }
        return FloatWidening.toFloat32(entry.type(), bytes(name));
    }

    /** As {@link #pieces}, each widened to float32 when the stream reaches it. */
    public Stream<ByteBuffer> float32Pieces(String name) throws IOException {
        return float32Pieces(name, Integer.MAX_VALUE);
    }

    Stream<ByteBuffer> float32Pieces(String name, long maxBytes) throws IOException {
        ElementType type = entry(name).type();
        FloatWidening.check(describe(name), type);
        return pieces(name, type == ElementType.F32 ? maxBytes : maxBytes / 2).stream()
                .map(piece -> FloatWidening.toFloat32(type, piece));
    }

    private ByteBuffer map(TensorEntry entry, long from, long length) throws IOException {
        if (channel.size() != fileBytes) {
            throw new InvalidSafetensorsException(path + ": had " + fileBytes + " bytes when it was opened and has "
                    + channel.size() + " now: files of weights must be replaced by renaming, never changed");
        }
        long position = dataStart + entry.begin() + from;
        ByteBuffer mapped = channel.map(MapMode.READ_ONLY, position, length);
        if (position % entry.type().bytes() != 0) {
            mapped = ByteBuffer.allocateDirect((int) length).put(mapped).flip().asReadOnlyBuffer();
        }
        return mapped.order(ByteOrder.LITTLE_ENDIAN);
    }

    private TensorEntry entry(String name) {
        TensorEntry entry = header.tensors().get(name);
        if (entry == null) {
            throw new InvalidSafetensorsException(path + ": there is no tensor '" + name + "'");
        }
        return entry;
    }

    private String describe(String name) {
        return path + ": tensor '" + UntrustedJson.brief(name) + "'";
    }

    private static long headerLength(FileChannel channel, long fileBytes) throws IOException {
        if (fileBytes < LENGTH_BYTES) {
            throw new InvalidSafetensorsException("file has " + fileBytes + " bytes, too few for a header length");
        }
        long length = read(channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > SafetensorsHeader.MAX_BYTES || length > fileBytes - LENGTH_BYTES) {
            throw new InvalidSafetensorsException("header length " + Long.toUnsignedString(length)
                    + " is outside [2, " + Math.min(SafetensorsHeader.MAX_BYTES, fileBytes - LENGTH_BYTES)
                    + "]: the file is truncated or not a safetensors file");
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
