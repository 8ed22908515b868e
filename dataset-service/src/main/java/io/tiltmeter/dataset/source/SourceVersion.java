package io.tiltmeter.dataset.source;

import java.util.List;

/**
 * An immutable source: what the file was and what became of its rows. The same file gives the same version.
 *
 * @param format as detected
 * @param fileSha256 of the file as it was sent
 * @param fileBytes its length
 * @param rowsSha256 of the canonical rows: equal for the same rows in another container or compression
 * @param rowCount accepted rows
 * @param withContextCount those of them whose format has a place for the context, and something in it
 * @param turnCount turns of all accepted rows
 * @param characterCount UTF-16 units of their system texts, contexts and turns
 * @param rejectedCount rows that were left out
 * @param firstRejected the first of these, as many as the limits say
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
    /** Grows when the same file would give other rows. */
    public static final int FORM = 1;

    public SourceVersion {
        firstRejected = List.copyOf(firstRejected);
    }
}
