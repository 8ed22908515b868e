package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the weights of a folder in one or more files, with Hugging Face's names.
 *
 * @param writer writes one file
 */
record ShardedFolder(Path folder, FileWriter writer) {

    private static final Pattern SHARD = Pattern.compile("model-\\d{5}-of-\\d{5}\\.safetensors");

    interface FileWriter {
        void write(Path file, List<StoredTensor> tensors) throws IOException;
    }

    void write(List<StoredTensor> tensors, long maxBytes) throws IOException {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("a file of at most " + maxBytes + " bytes holds no tensor");
        }
        List<List<StoredTensor>> shards = split(tensors, maxBytes);
        Path single = folder.resolve(WeightFiles.SINGLE_FILE);
        Path index = folder.resolve(WeightFiles.INDEX);
        Set<String> written = new HashSet<>();
        if (shards.size() < 2) {
            writer.write(single, tensors); // readers prefer it to an index that is still there
            Files.deleteIfExists(index);
        } else {
            if (Files.deleteIfExists(index)) { // before the shards that it names change
                AtomicFile.forceFolder(folder);
            }
            Map<String, String> fileOfTensor = new TreeMap<>();
            for (int i = 0; i < shards.size(); i++) {
                String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
                writer.write(folder.resolve(name), shards.get(i));
                shards.get(i).forEach(tensor -> fileOfTensor.put(tensor.name(), name));
                written.add(name);
            }
            writeIndex(index, fileOfTensor, tensors);
            Files.deleteIfExists(single);
        }
        removeOthers(written);
        AtomicFile.forceFolder(folder);
    }

    private static List<List<StoredTensor>> split(List<StoredTensor> tensors, long maxBytes) {
        List<List<StoredTensor>> shards = new ArrayList<>();
        long left = 0;
        for (StoredTensor tensor : tensors) {
            if (shards.isEmpty() || tensor.bytes() > left) {
                shards.add(new ArrayList<>());
                left = maxBytes;
            }
            shards.get(shards.size() - 1).add(tensor);
            left -= tensor.bytes();
        }
        return shards;
    }

    private static void writeIndex(Path index, Map<String, String> fileOfTensor, List<StoredTensor> tensors)
            throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.putObject("metadata")
                .put(
                        "total_size",
                        tensors.stream().mapToLong(StoredTensor::bytes).sum());
        ObjectNode map = json.putObject("weight_map");
        fileOfTensor.forEach(map::put);
        byte[] text = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        AtomicFile.write(index, channel -> StoredTensor.drain(channel, ByteBuffer.wrap(text)));
    }

    private void removeOthers(Set<String> written) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (SHARD.matcher(name).matches() && !written.contains(name)) {
                Files.delete(file);
            }
        }
    }
}
