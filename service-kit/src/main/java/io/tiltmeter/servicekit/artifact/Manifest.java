package io.tiltmeter.servicekit.artifact;

import java.util.List;

/**
 * What a stored folder holds.
 *
 * @param files every file but the manifest, ordered by path
 */
public record Manifest(List<Entry> files) {
    public static final String FILE_NAME = "manifest.json";

    public Manifest {
        files = List.copyOf(files);
    }

    /** The length of all files together. */
    public long totalBytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    /**
     * One file of the folder.
     *
     * @param path below the folder, with forward slashes
     * @param sha256 over its bytes
     * @param bytes its length
     */
    public record Entry(String path, String sha256, long bytes) {}
}
