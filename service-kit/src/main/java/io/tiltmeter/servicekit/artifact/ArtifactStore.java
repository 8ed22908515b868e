package io.tiltmeter.servicekit.artifact;

import io.tiltmeter.contracts.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Files that outlive a process, each known by its path and hash. What is here is whole: it was written under another
 * name, forced to disk and renamed. Writing the same thing twice changes nothing.
 */
public interface ArtifactStore {
    /**
     * Stores one file.
     *
     * @param path where, as {@link ArtifactRef#isPlainPath} allows
     * @throws IOException if it cannot be written whole; nothing of it stays behind
     */
    ArtifactRef writeFile(String path, FileContent content) throws IOException;

    /**
     * Stores one file under its own hash, for content that comes without a name.
     *
     * @param folder where, as {@link ArtifactRef#isPlainPath} allows
     * @throws IOException if it cannot be written whole; nothing of it stays behind
     */
    ArtifactRef writeFileByContent(String folder, FileContent content) throws IOException;

    /**
     * Stores a folder with a manifest of its files' hashes, which is written last.
     *
     * @param path the folder
     * @return the reference to its manifest; its bytes are those of the listed files together
     * @throws IOException if it cannot be written whole; nothing of it stays behind
     */
    ArtifactRef writeFolder(String path, FolderContent content) throws IOException;

    /**
     * Stores a folder under the hash of its manifest, so that folders of equal files are one.
     *
     * @param folder where, as {@link ArtifactRef#isPlainPath} allows
     * @return the reference to its manifest
     * @throws IOException if it cannot be written whole; nothing of it stays behind
     */
    ArtifactRef writeFolderByContent(String folder, FolderContent content) throws IOException;

    /**
     * The stored file, its length and hash checked.
     *
     * @throws ArtifactDamaged if it is missing or is not what the reference says
     */
    Path file(ArtifactRef ref) throws IOException;

    /**
     * The stored folder, the hashes of its manifest and of every file in it checked.
     *
     * @param manifest as {@link #writeFolder} returned it
     * @throws ArtifactDamaged if anything is missing or changed
     */
    Path folder(ArtifactRef manifest) throws IOException;

    /**
     * As {@link #folder(ArtifactRef)}, for a reader that opens only some of its files: the others need not be checked,
     * nor be there.
     *
     * @param opened whether a file of this path below the folder is opened
     */
    default Path folder(ArtifactRef manifest, Predicate<String> opened) throws IOException {
        return folder(manifest);
    }

    /**
     * A file that a person put here, without a reference to check it by.
     *
     * @param path below the store
     * @throws IllegalArgumentException if the path is not plain, or a link stands in it
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    Path unreferenced(String path) throws IOException;

    /** The files of a folder and when each was last written; none if the folder is not there. */
    Map<String, Instant> files(String folder) throws IOException;

    /** The length of a file, or of all files below a folder; 0 if it is not there. */
    long bytes(String path) throws IOException;

    /** Removes a file or a whole folder; nothing happens if it is not there. */
    void delete(String path) throws IOException;

    /** Writes a file's bytes. */
    @FunctionalInterface
    interface FileContent {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Fills an empty folder with plain files, in sub-folders if need be. */
    @FunctionalInterface
    interface FolderContent {
        void writeTo(Path folder) throws IOException;
    }
}
