package io.tiltmeter.dataset.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * A file's bytes, decompressed, within the limits. A file that unpacks to more than its limits, or not whole, is
 * {@link FileRefused}.
 */
final class ExpandedInput extends InputStream {
    private final FileChannel file;
    private final InputStream expanded;
    private final Compression compression;
    private final ReadLimits limits;
    private final byte[] one = new byte[1];
    private long expandedBytes;

    private ExpandedInput(FileChannel file, Compression compression, ReadLimits limits) throws IOException {
        this.file = file;
        this.compression = compression;
        this.limits = limits;
        expanded = switch (compression) {
            case NONE -> Channels.newInputStream(file);
            case GZIP -> new GzipInput(Channels.newInputStream(file));
            case ZSTANDARD -> new ZstandardInput(file);
        };
    }

    static ExpandedInput open(Path path, Compression compression, ReadLimits limits) throws IOException {
        FileChannel file = FileChannel.open(path);
        try {
            return new ExpandedInput(file, compression, limits);
        } catch (EOFException | ZipException e) {
            file.close();
            throw damaged(compression, 0, e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        int read;
        try {
            read = expanded.read(target, from, count);
        } catch (EOFException | ZipException e) {
            throw damaged(compression, expandedBytes, e);
        }
        expandedBytes += Math.max(0, read);
        if (expandedBytes > limits.fileBytes()) {
            throw new FileRefused(
                    "file",
                    "more than " + limits.fileBytes() + " bytes when expanded",
                    "at most " + limits.fileBytes() + " bytes a file",
                    "split the file");
        }
        if (expandedBytes > ReadLimits.RATIO_FREE_BYTES
                && expandedBytes > limits.expansionRatio() * Math.max(1, file.position())) {
            throw new FileRefused(
                    "file",
                    expandedBytes + " bytes from the first " + file.position(),
                    "at most " + limits.expansionRatio() + " for each byte of the file: texts do not compress so far",
                    "it may be a decompression bomb; if you trust it, send it expanded");
        }
        return read;
    }

    private static FileRefused damaged(Compression compression, long expandedBytes, IOException cause) {
        return new FileRefused(
                "file",
                cause.getMessage() + " after " + expandedBytes + " expanded bytes",
                "a " + compression.label() + " file is whole to its end, and nothing follows it",
                "it was cut off or damaged, or something was put behind it: check it with gzip -t or zstd -t and send it"
                        + " again",
                cause);
    }

    @Override
    public void close() throws IOException {
        expanded.close();
        file.close();
    }
}
