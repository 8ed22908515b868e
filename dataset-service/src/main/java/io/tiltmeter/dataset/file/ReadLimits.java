package io.tiltmeter.dataset.file;

import java.util.Set;

/**
 * How much of a file is read; a larger one is a mistake or an attack.
 *
 * @param rowBytes the longest row, in bytes of UTF-8
 * @param elementBytes the longest element of a JSON array: a row, or an article of SQuAD with hundreds of them
 * @param rows the most rows
 * @param fileBytes the longest file, after decompression; of Parquet, of its rows as JSON
 * @param expansionRatio expanded bytes for each byte of the file; checked from {@link #RATIO_FREE_BYTES} on
 * @param listedFaults rejected rows that are listed one by one; further ones are only counted
 * @param parquetMemoryBytes native memory that reading Parquet may take
 * @param compressions what may be around the rows
 */
public record ReadLimits(
        int rowBytes,
        int elementBytes,
        long rows,
        long fileBytes,
        double expansionRatio,
        int listedFaults,
        long parquetMemoryBytes,
        Set<Compression> compressions) {
    /** Expanded bytes below which no ratio is too high: a short file of blanks is no attack. */
    static final long RATIO_FREE_BYTES = 1 << 20;

    private static final long PARQUET_MEMORY_BYTES = 256L << 20;

    public ReadLimits {
        compressions = Set.copyOf(compressions);
        if (rowBytes < 2 || elementBytes < rowBytes || rows < 1 || fileBytes < 1 || !(expansionRatio >= 1)) {
            throw new IllegalArgumentException("limits leave room for no row: rowBytes " + rowBytes + ", elementBytes "
                    + elementBytes + ", rows " + rows + ", fileBytes " + fileBytes + ", expansionRatio "
                    + expansionRatio);
        }
        if (listedFaults < 0 || parquetMemoryBytes < ParquetReader.MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("listedFaults " + listedFaults + " is below 0, or parquetMemoryBytes "
                    + parquetMemoryBytes + " below 64 MiB, too little to read a row group");
        }
    }

    /** 8 MiB a row, 64 GiB expanded, 200 times the file's size, 100 listed rejections, 256 MiB for Parquet. */
    public static ReadLimits forSources() {
        return new ReadLimits(
                8 << 20,
                8 << 20,
                Long.MAX_VALUE,
                64L << 30,
                200,
                100,
                PARQUET_MEMORY_BYTES,
                Set.of(Compression.values()));
    }

    /**
     * 32 MiB a file, 1 MiB a row, 50,000 rows, a thousand faults: three times the rows of the largest set that PAPER.md
     * evaluates on (MMLU, 14,042), and small enough to be held in memory.
     */
    public static ReadLimits forSuites() {
        return new ReadLimits(
                1 << 20, 8 << 20, 50_000, 32L << 20, 1, 1000, PARQUET_MEMORY_BYTES, Set.of(Compression.NONE));
    }
}
