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

    /** 256 MiB a file, 1 MiB a row, a million rows, a thousand faults: ten times the largest released suite. */
    public static ReadLimits standard() {
        return new ReadLimits(256L << 20, 1 << 20, 1_000_000, 1000);
    }
}
