package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes tensors in the safetensors format, one at a time; the same tensors give the same bytes. Tensors with wider elements
 * come first, so that each begins at a multiple of its element's size; otherwise they keep the order in which they were
 * added. A file gets its name when it is complete and on disk.
 */
public final class SafetensorsWriter {

    private static final String METADATA = "__metadata__";

    private final List<StoredTensor> tensors = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> metadata = new TreeMap<>(Map.of("format", "pt"));

    /**
     * Adds a float32 tensor.
     *
     * @param content called for the little-endian numbers when the file is written
     */
    public SafetensorsWriter add(String name, List<Long> shape, Supplier<ByteBuffer> content) {
        return add(name, ElementType.F32, shape, content);
    }

    /** Adds a tensor of less than 2 GiB. */
    public SafetensorsWriter add(String name, ElementType type, List<Long> shape, Supplier<ByteBuffer> content) {
        return addPieces(name, type, shape, () -> List.of(content.get()));
    }

    /**
     * Adds a tensor of any size.
     *
     * @param pieces called when the file is written for consecutive buffers of the tensor; each is written before the next
     *     is requested
     * @throws IllegalArgumentException if a tensor of this name was added
     */
    public SafetensorsWriter addPieces(
            String name, ElementType type, List<Long> shape, Supplier<? extends Iterable<ByteBuffer>> pieces) {
        if (name.equals(METADATA) || !names.add(name)) {
            throw new IllegalArgumentException("tensor name '" + name + "' is taken");
        }
        tensors.add(StoredTensor.of(name, type, shape, pieces));
        return this;
    }

    /** Adds metadata to the header, in every file if there are several. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Writes one file, replacing what is there.
     *
     * @throws IllegalStateException if the size of a tensor's content does not match its shape; then no file is left
     */
    public void write(Path file) throws IOException {
        write(file, tensors);
    }

    /**
     * Writes a Hugging Face folder's weights: {@code model.safetensors} if they fit one file, otherwise
     * {@code model-00001-of-0000n.safetensors} and so on with their index, which is written last. An earlier save is
     * replaced; an interrupted save never leaves a folder that can be read as a mixture of both.
     *
     * @param maxBytes of tensors in a file; a larger tensor has a file of its own
     */
    public void writeFolder(Path folder, long maxBytes) throws IOException {
        new ShardedFolder(folder, this::write).write(tensors, maxBytes);
    }

    private void write(Path file, List<StoredTensor> some) throws IOException {
        List<StoredTensor> ordered = new ArrayList<>(some);
        ordered.sort(Comparator.comparingInt(tensor -> -tensor.type().bytes()));
        byte[] header = header(ordered);
        AtomicFile.write(file, channel -> {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            StoredTensor.drain(channel, length.putLong(header.length).flip());
            StoredTensor.drain(channel, ByteBuffer.wrap(header));
            for (StoredTensor tensor : ordered) {
                tensor.writeTo(channel);
            }
        });
    }

    private byte[] header(List<StoredTensor> ordered) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        ObjectNode pairs = json.putObject(METADATA);
        metadata.forEach(pairs::put);
        long at = 0;
        for (StoredTensor tensor : ordered) {
            ObjectNode entry = json.putObject(tensor.name());
            entry.put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at + tensor.bytes());
            at += tensor.bytes();
        }
        byte[] text = mapper.writeValueAsBytes(json);
        byte[] padded = new byte[(text.length + 7) / 8 * 8]; // so that the data begins at a multiple of 8
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(text, 0, padded, 0, text.length);
        return padded;
    }
}
