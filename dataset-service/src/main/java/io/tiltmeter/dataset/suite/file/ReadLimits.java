package io.tiltmeter.dataset.suite.file;

/**
 * How much of an untrusted file is read.
 *
 * @param fileBytes of a whole file; a larger one is refused before it is read
 * @param rowBytes of one row; a larger one is rejected and skipped
 * @param rows of one file; a file with more is refused
 * @param listedFaults faults that are told one by one; further ones are only counted
 */
public record ReadLimits(long fileBytes, int rowBytes, int rows, int listedFaults) {
    public ReadLimits {
        if (fileBytes < 1 || rowBytes < 1 || rows < 1 || listedFaults < 1) {
            throw new IllegalArgumentException("limits are at least 1, not " + fileBytes + " bytes a file, " + rowBytes
                    + " bytes a row, " + rows + " rows, " + listedFaults + " faults");
        }
    }

    /**
     * 32 MiB a file, 1 MiB a row, 50,000 rows, a thousand faults: three times the rows of the largest set that PAPER.md
     * evaluates on (MMLU, 14,042), and little enough to be held in memory while it is looked at.
     */
    public static ReadLimits standard() {
        return new ReadLimits(32L << 20, 1 << 20, 50_000, 1000);
    }
}
