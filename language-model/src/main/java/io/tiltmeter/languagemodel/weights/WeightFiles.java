package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tensors of a Hugging Face folder, opened as one: {@code model.safetensors}, or the shards that
 * {@code model.safetensors.index.json} names. In a folder with both the single file is read, as in Hugging Face's loader.
 * Tensors are mapped as {@link SafetensorsFile} describes.
 */
public final class WeightFiles implements AutoCloseable {

    public static final String SINGLE_FILE = "model.safetensors";
    public static final String INDEX = ShardIndex.FILE;

    private final List<SafetensorsFile> files;
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> fileOfTensor = new LinkedHashMap<>();
    private final Map<String, String> storedNames = new LinkedHashMap<>();

    private WeightFiles(List<SafetensorsFile> files) {
        this.files = List.copyOf(files);
        for (SafetensorsFile file : files) {
            tensors.putAll(file.tensors());
            file.tensors().keySet().forEach(name -> fileOfTensor.put(name, file));
        }
    }

    /**
     * Opens the weights and checks all headers and, for shards, that index and shards agree.
     *
     * @throws UnsupportedModelException with all faults, before memory is allocated for a tensor
     * @throws IOException if a file exists and cannot be read
     */
    public static WeightFiles open(Path folder) throws IOException {
        Path single = folder.resolve(SINGLE_FILE);
        try {
            if (Files.exists(single)) {
                return new WeightFiles(List.of(SafetensorsFile.open(single)));
            }
            if (Files.exists(folder.resolve(INDEX))) {
                return new WeightFiles(new ShardOpening(folder, ShardIndex.read(folder.resolve(INDEX))).open());
            }
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
        throw MissingWeights.in(folder);
    }

    /**
     * Lets a tensor be read under another name too: files hold a tensor that two modules share only once, under the name of
     * either.
     *
     * @param name under which there is no tensor
     * @param stored the name in the files
     */
    public void alsoNamed(String name, String stored) {
        storedNames.put(name, stored);
        tensors.put(name, tensors.get(stored));
        fileOfTensor.put(name, fileOfTensor.get(stored));
    }

    /** The name of the tensor that a header's metadata names for one that was left out since they share their numbers. */
    public Optional<String> sharedWith(String name) {
        return files.stream()
                .map(file -> file.metadata().get(name))
                .filter(other -> other != null && tensors.containsKey(other))
                .findFirst();
    }

    /** Tensors by name, file by file in the order of their data; extents are relative to their own file. */
    public Map<String, TensorEntry> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The metadata of the headers; of several files, what is equal in all of them. */
    public Map<String, String> metadata() {
        Map<String, String> common = new LinkedHashMap<>(files.get(0).metadata());
        files.forEach(file -> common.entrySet().retainAll(file.metadata().entrySet()));
        return common;
    }

    /** The files read, in the order of their names. */
    public List<Path> paths() {
        return files.stream().map(SafetensorsFile::path).toList();
    }

    /** @see SafetensorsFile#bytes */
    public ByteBuffer bytes(String name) throws IOException {
        return file(name).bytes(stored(name));
    }

    /** @see SafetensorsFile#pieces */
    public List<ByteBuffer> pieces(String name) throws IOException {
        return file(name).pieces(stored(name));
    }

    /** @see SafetensorsFile#float32Bytes */
    public ByteBuffer float32Bytes(String name) throws IOException {
        return file(name).float32Bytes(stored(name));
    }

    /** @see SafetensorsFile#float32Pieces */
    public Stream<ByteBuffer> float32Pieces(String name) throws IOException {
        return file(name).float32Pieces(stored(name));
    }

    private String stored(String name) {
        return storedNames.getOrDefault(name, name);
    }

    private SafetensorsFile file(String name) {
        return fileOfTensor.getOrDefault(name, files.get(0)); // which reports that it has no such tensor
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
