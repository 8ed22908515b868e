package io.tiltmeter.dataset.source;

import io.tiltmeter.dataset.parquet.ParquetReader;

/**
 * How much of a file is read before it is taken for a mistake or an attack.
 *
 * @param maxRowBytes the longest row, in bytes of UTF-8 (of a SQuAD document: the longest article)
 * @param maxExpandedBytes the longest file, after decompression
 * @param maxExpansionRatio expanded bytes for each byte of the file; looked at from {@link #RATIO_FREE_BYTES} on
 * @param maxListedRejections rejected rows that the version itself lists; the file beside it lists all
 * @param parquetMemoryBytes native memory that reading Parquet may take
 */
public record SourceLimits(
        int maxRowBytes,
        long maxExpandedBytes,
        double maxExpansionRatio,
        int maxListedRejections,
        long parquetMemoryBytes) {
    /** Expanded bytes below which no ratio is too high: a short file of blanks is no attack. */
    public static final long RATIO_FREE_BYTES = 1 << 20;

    public SourceLimits {
        if (maxRowBytes < 2 || maxExpandedBytes < 1 || !(maxExpansionRatio >= 1) || maxListedRejections < 0) {
            throw new IllegalArgumentException("limits leave room for no row: maxRowBytes " + maxRowBytes
                    + ", maxExpandedBytes " + maxExpandedBytes + ", maxExpansionRatio " + maxExpansionRatio
                    + ", maxListedRejections " + maxListedRejections);
        }
        if (parquetMemoryBytes < ParquetReader.MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    "parquetMemoryBytes " + parquetMemoryBytes + " is below 64 MiB, too little to read a row group");
        }
    }

    /** 8 MiB a row, 64 GiB expanded, 200 times the file's size, 100 listed rejections, 256 MiB for Parquet. */
    public static SourceLimits standard() {
        return new SourceLimits(8 << 20, 64L << 30, 200, 100, 256L << 20);
    }
}
