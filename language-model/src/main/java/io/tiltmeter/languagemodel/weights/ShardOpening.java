package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens the files that an index names and checks that they hold what it says. */
final class ShardOpening {

    private final Path folder;
    private final ShardIndex index;
    private final List<SafetensorsFile> opened = new ArrayList<>();
    private final Faults faults = new Faults();

    ShardOpening(Path folder, ShardIndex index) {
        this.folder = folder;
        this.index = index;
    }

    /** @throws UnsupportedModelException with all faults of all shards; then all files are closed */
    List<SafetensorsFile> open() throws IOException {
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
            return opened;
        } finally {
            if (!sound) {
                for (SafetensorsFile file : opened) {
                    file.close();
                }
            }
        }
    }

    private void openShard(String name) throws IOException {
        Path path = folder.resolve(name);
        try {
            Path real = path.toRealPath();
            if (!isInside(real)) {
                faults.add("shard " + name + " is a link out of the folder; put the file itself into the folder");
                return;
            }
            opened.add(SafetensorsFile.open(real));
        } catch (NoSuchFileException e) {
            faults.add("shard " + name + " is missing; " + ShardIndex.FILE + " names it");
        } catch (InvalidSafetensorsException e) {
            faults.add("shard " + name + ": " + e.getMessage());
        } catch (IOException e) {
            faults.add("shard " + name + " cannot be read: " + e);
        }
    }

    /** Whether a shard is in the folder, or in {@code blobs} of the hub's cache if the folder is one of its snapshots. */
    private boolean isInside(Path real) throws IOException {
        Path realFolder = folder.toRealPath();
        Path snapshots = realFolder.getParent();
        boolean cached = snapshots != null
                && snapshots.endsWith("snapshots")
                && real.getParent().equals(snapshots.resolveSibling("blobs"));
        return cached || real.getParent().equals(realFolder);
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
        expected.forEach((tensor, shard) -> faults.add("tensor '" + UntrustedJson.brief(tensor) + "' is not in " + shard
                + ", where " + ShardIndex.FILE + " puts it"));
    }

    private void compare(String tensor, String shard, String other) {
        String named = index.fileOfTensor().get(tensor);
        String subject = "tensor '" + UntrustedJson.brief(tensor) + "' is in " + shard;
        if (other != null) {
            faults.add(subject + " and in " + other);
        }
        if (named == null) {
            faults.add(subject + ", and " + ShardIndex.FILE + " does not name it");
        } else if (!named.equals(shard)) {
            faults.add(subject + ", and " + ShardIndex.FILE + " puts it in " + named);
        }
    }
}
