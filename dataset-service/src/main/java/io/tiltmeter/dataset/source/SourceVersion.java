package io.tiltmeter.dataset.source;

import java.util.List;

/**
 * An immutable source: the format and hash of its file and the counts of its rows. The same file gives the same version.
 *
 * @param format as detected
 * @param fileSha256 of the file as it was sent
 * @param fileBytes its length
 * @param rowsSha256 of the canonical rows: equal for the same rows in another container or compression
 * @param rowCount accepted rows
 * @param withContextCount those whose format has a field for the context that is not blank
 * @param turnCount turns of all accepted rows
 * @param characterCount UTF-16 units of their system texts, contexts and turns
 * @param rejectedCount rows that were left out
 * @param firstRejected the first of these, up to the limit
 */
public record SourceVersion(
        SourceFormat format,
        String fileSha256,
        long fileBytes,
        String rowsSha256,
        long rowCount,
        long withContextCount,
        long turnCount,
        long characterCount,
        long rejectedCount,
        List<RejectedRow> firstRejected) {
    /** To be increased when the same file would give other rows. */
    public static final int FORM = 2;

    public SourceVersion {
        firstRejected = List.copyOf(firstRejected);
    }
}
