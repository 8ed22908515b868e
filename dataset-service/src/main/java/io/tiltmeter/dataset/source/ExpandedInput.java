package io.tiltmeter.dataset.source;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.tiltmeter.dataset.source.SourceFormat.Compression;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file's bytes, decompressed, within the limits. A file that unpacks to more than its limits, or not whole, is
 * {@link SourceRefused}.
 */
final class ExpandedInput extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    /** The decoder keeps at most a window of 2^27 bytes, as the zstd program does by default. */
    private static final int LOG2_ZSTD_WINDOW = 27;

    private final CountedInput file;
    private final InputStream expanded;
    private final Compression compression;
    private final SourceLimits limits;
    private final byte[] one = new byte[1];
    private long expandedBytes;

    private ExpandedInput(CountedInput file, InputStream expanded, Compression compression, SourceLimits limits) {
        this.file = file;
        this.expanded = expanded;
        this.compression = compression;
        this.limits = limits;
    }

    static ExpandedInput open(Path path, Compression compression, SourceLimits limits) throws IOException {
        CountedInput file = new CountedInput(Files.newInputStream(path));
        try {
            InputStream expanded = switch (compression) {
                case NONE -> file;
                case GZIP -> new GZIPInputStream(new BufferedInputStream(file, BUFFER_BYTES), BUFFER_BYTES);
                case ZSTANDARD ->
                    new ZstdInputStreamNoFinalizer(new BufferedInputStream(file, BUFFER_BYTES))
                            .setLongMax(LOG2_ZSTD_WINDOW);
            };
            return new ExpandedInput(file, expanded, compression, limits);
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
        } catch (EOFException | ZipException | ZstdIOException e) {
            throw damaged(compression, expandedBytes, e);
        }
        expandedBytes += Math.max(0, read);
        if (expandedBytes > limits.maxExpandedBytes()) {
            throw new SourceRefused(
                    "file",
                    "more than " + limits.maxExpandedBytes() + " bytes when expanded",
                    "maxExpandedBytes is " + limits.maxExpandedBytes(),
                    "split the file, or raise the limit if you trust it");
        }
        if (expandedBytes > SourceLimits.RATIO_FREE_BYTES
                && expandedBytes > limits.maxExpansionRatio() * Math.max(1, file.count)) {
            throw new SourceRefused(
                    "file",
                    expandedBytes + " bytes from the first " + file.count,
                    "maxExpansionRatio is " + limits.maxExpansionRatio() + ", and texts do not compress so far",
                    "it looks like a decompression bomb; if you trust it, send it expanded or raise the limit");
        }
        return read;
    }

    private static SourceRefused damaged(Compression compression, long expandedBytes, IOException cause) {
        return new SourceRefused(
                "file",
                cause.getMessage() + " after " + expandedBytes + " expanded bytes",
                "a file of " + compression.name().toLowerCase(Locale.ROOT) + " is whole to its end",
                "it was cut off or damaged: check it with gzip -t or zstd -t and send it again",
                cause);
    }

    @Override
    public void close() throws IOException {
        expanded.close();
    }

    /** Counts what is read of the file itself. */
    private static final class CountedInput extends FilterInputStream {
        private long count;

        private CountedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
