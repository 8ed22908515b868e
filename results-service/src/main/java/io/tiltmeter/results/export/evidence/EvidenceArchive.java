package io.tiltmeter.results.export.evidence;

import io.tiltmeter.contracts.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip archive whose bytes depend only on its contents: entries sorted by name, with one time, and last a list of their
 * hashes as {@code sha256sum -c} reads it. Missing files are listed in an entry before that.
 */
public final class EvidenceArchive {
    static final String MANIFEST = "MANIFEST.sha256";
    static final String MISSING = "MISSING.txt";

    /** The earliest time that zip can store. */
    private static final LocalDateTime WRITTEN_AT = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final SortedMap<String, Content> entries = new TreeMap<>();

    @FunctionalInterface
    interface Content {
        /**
         * Opens the source of the bytes; nothing is written before this returns.
         *
         * @throws IOException if they are missing or damaged
         */
        Source open() throws IOException;
    }

    /** Bytes that exist. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Adds a text; of two entries of one name the first counts. */
    EvidenceArchive text(String name, String text) {
        return file(name, () -> out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Adds a file; of two entries of one name the first counts. */
    EvidenceArchive file(String name, Content content) {
        entries.putIfAbsent(name, content);
        return this;
    }

    /** Writes the archive while its files are read. */
    public void writeTo(OutputStream out) throws IOException {
        StringBuilder manifest = new StringBuilder();
        StringBuilder missing = new StringBuilder();
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (var entry : entries.entrySet()) {
            Source source;
            try {
                source = entry.getValue().open();
            } catch (IOException | UncheckedIOException e) {
                missing.append(entry.getKey())
                        .append(": ")
                        .append(e.getMessage())
                        .append('\n');
                continue;
            }
            write(zip, entry.getKey(), source, manifest);
        }
        if (!missing.isEmpty()) {
            byte[] list = missing.toString().getBytes(StandardCharsets.UTF_8);
            write(zip, MISSING, to -> to.write(list), manifest);
        }
        byte[] hashes = manifest.toString().getBytes(StandardCharsets.UTF_8);
        write(zip, MANIFEST, to -> to.write(hashes), new StringBuilder());
        zip.finish();
    }

    private static void write(ZipOutputStream zip, String name, Source source, StringBuilder manifest)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN_AT);
        zip.putNextEntry(entry);
        MessageDigest digest = Sha256.newDigest();
        source.writeTo(new DigestOutputStream(zip, digest));
        zip.closeEntry();
        manifest.append(Sha256.hex(digest)).append("  ").append(name).append('\n');
    }
}
