package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Writes float32 tensors in the safetensors format; the same tensors give the same bytes. */
public final class SafetensorsWriter {

    private record Source(String name, List<Long> shape, long bytes, Supplier<ByteBuffer> content) {}

    private final List<Source> sources = new ArrayList<>();
    private final Map<String, String> metadata = new TreeMap<>(Map.of("format", "pt"));

    /**
     * Adds a tensor; its place in the file is its place in the calls.
     *
     * @param content gives the little-endian float32 numbers when the file is written, one tensor at a time
     */
    public SafetensorsWriter add(String name, List<Long> shape, Supplier<ByteBuffer> content) {
        long elements = shape.stream().reduce(1L, Math::multiplyExact);
        sources.add(new Source(name, List.copyOf(shape), elements * ElementType.F32.bytes(), content));
        return this;
    }

    /** Adds a free text pair to the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Writes the file, replacing what is there, and forces it to disk. */
    public void write(Path file) throws IOException {
        byte[] header = header();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            drain(channel, length.putLong(header.length).flip());
            drain(channel, ByteBuffer.wrap(header));
            for (Source source : sources) {
                ByteBuffer content = source.content().get();
                if (content.remaining() != source.bytes()) {
                    throw new IllegalStateException("tensor '" + source.name() + "' of shape " + source.shape()
                            + " gave " + content.remaining() + " bytes, not " + source.bytes());
                }
                drain(channel, content);
            }
            channel.force(true);
        }
    }

    private byte[] header() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        ObjectNode pairs = json.putObject("__metadata__");
        metadata.forEach(pairs::put);
        long at = 0;
        for (Source source : sources) {
            ObjectNode entry = json.putObject(source.name());
            entry.put("dtype", ElementType.F32.name());
            source.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at + source.bytes());
            at += source.bytes();
        }
        byte[] text = mapper.writeValueAsBytes(json);
        byte[] padded = new byte[(text.length + 7) / 8 * 8]; // so that the data begins at a multiple of 8
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(text, 0, padded, 0, text.length);
        return padded;
    }

    private static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
