package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tensors of a Hugging Face folder, opened as one: {@code model.safetensors}, or the shards that
 * {@code model.safetensors.index.json} names. A folder with both is read as Hugging Face reads it: the single file
 * wins and the index is not looked at. What {@link SafetensorsFile} says of maps holds here too.
 */
public final class WeightFiles implements AutoCloseable {

    public static final String SINGLE_FILE = "model.safetensors";
    public static final String INDEX = ShardIndex.FILE;

    private final List<SafetensorsFile> files;
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> fileOfTensor = new LinkedHashMap<>();

    private WeightFiles(List<SafetensorsFile> files) {
        this.files = List.copyOf(files);
        for (SafetensorsFile file : files) {
            tensors.putAll(file.tensors());
            file.tensors().keySet().forEach(name -> fileOfTensor.put(name, file));
        }
    }

    /**
     * Opens the weights and checks all headers and, for shards, that index and shards say the same.
     *
     * @throws UnsupportedModelException with all faults, before memory is taken for a tensor
     * @throws IOException if a file is there and cannot be read
     */
    public static WeightFiles open(Path folder) throws IOException {
        Path single = folder.resolve(SINGLE_FILE);
        try {
            if (Files.exists(single)) {
                return new WeightFiles(List.of(SafetensorsFile.open(single)));
            }
            if (Files.exists(folder.resolve(INDEX))) {
                return new Shards(folder, ShardIndex.read(folder.resolve(INDEX))).open();
            }
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
        throw new UnsupportedModelException(folder.toString(), List.of(nothingFor(folder)));
    }

    private static String nothingFor(Path folder) {
        for (String pickled : List.of("pytorch_model.bin", "pytorch_model.bin.index.json")) {
            if (Files.exists(folder.resolve(pickled))) {
                return "has " + pickled
                        + " only, a pickle, which may run any code when it is read, and is refused; load "
                        + "it where it is trusted and save it with save_pretrained(folder, safe_serialization=True)";
            }
        }
        return "has neither " + SINGLE_FILE + " nor " + INDEX;
    }

    /** Tensors by name, file by file in the order of their data; an entry's extent counts within its own file. */
    public Map<String, TensorEntry> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The free text pairs of the headers; of several files, those that all files give alike. */
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
        return file(name).bytes(name);
    }

    /** @see SafetensorsFile#pieces */
    public List<ByteBuffer> pieces(String name) throws IOException {
        return file(name).pieces(name);
    }

    /** @see SafetensorsFile#float32Bytes */
    public ByteBuffer float32Bytes(String name) throws IOException {
        return file(name).float32Bytes(name);
    }

    /** @see SafetensorsFile#float32Pieces */
    public Stream<ByteBuffer> float32Pieces(String name) throws IOException {
        return file(name).float32Pieces(name);
    }

    private SafetensorsFile file(String name) {
        return fileOfTensor.getOrDefault(name, files.get(0)); // which says that it has no such tensor
    }

    @Override
    public void close() throws IOException {
        closeAll(files);
    }

    private static void closeAll(List<SafetensorsFile> files) throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }

    /** The files of an index on their way to being opened. */
    private record Shards(Path folder, ShardIndex index, List<SafetensorsFile> opened, Faults faults) {

        Shards(Path folder, ShardIndex index) {
            this(folder, index, new ArrayList<>(), new Faults());
        }

        WeightFiles open() throws IOException {
            boolean sound = false;
            try {
                for (String name : index.files()) {
                    openShard(name);
                }
                if (faults.isEmpty()) {
                    compare();
                }
                if (!faults.isEmpty()) {
                    throw new UnsupportedModelException(folder.toString(), faults.texts());
                }
                sound = true;
                return new WeightFiles(opened);
            } finally {
                if (!sound) {
                    closeAll(opened);
                }
            }
        }

        private void openShard(String name) throws IOException {
            Path path = folder.resolve(name);
            try {
                Path real = path.toRealPath();
                if (!isInside(real)) {
                    faults.add("shard " + name + " is a link out of the folder; put the file itself there");
                    return;
                }
                opened.add(SafetensorsFile.open(real));
            } catch (NoSuchFileException e) {
                faults.add("shard " + name + " is missing; " + INDEX + " names it");
            } catch (InvalidSafetensorsException e) {
                faults.add("shard " + name + ": " + e.getMessage());
            } catch (IOException e) {
                faults.add("shard " + name + " cannot be read: " + e);
            }
        }

        /** Whether a shard lies in the folder, or in {@code blobs} of the hub's cache if the folder is one of its snapshots. */
        private boolean isInside(Path real) throws IOException {
            Path home = folder.toRealPath();
            Path snapshots = home.getParent();
            boolean cached = snapshots != null
                    && snapshots.endsWith("snapshots")
                    && real.getParent().equals(snapshots.resolveSibling("blobs"));
            return cached || real.getParent().equals(home);
        }

        private void compare() {
            Map<String, String> expected = new LinkedHashMap<>(index.fileOfTensor());
            Map<String, String> found = new LinkedHashMap<>();
            int at = 0;
            for (String shard : index.files()) {
                for (String tensor : opened.get(at).tensors().keySet()) {
                    compare(tensor, shard, found.put(tensor, shard));
                    expected.remove(tensor, shard);
                }
                at++;
            }
            expected.forEach((tensor, shard) ->
                    faults.add("tensor '" + tensor + "' is not in " + shard + ", where " + INDEX + " puts it"));
        }

        private void compare(String tensor, String shard, String other) {
            String named = index.fileOfTensor().get(tensor);
            String place = "tensor '" + UntrustedJson.brief(tensor) + "' is in " + shard;
            if (other != null) {
                faults.add(place + " and in " + other);
            }
            if (named == null) {
                faults.add(place + ", and " + INDEX + " does not name it");
            } else if (!named.equals(shard)) {
                faults.add(place + ", and " + INDEX + " puts it in " + named);
            }
        }
    }
}
