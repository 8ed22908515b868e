package io.tiltmeter.results.application.imports;

import java.util.List;
import java.util.Optional;

/**
 * The result of an import of a run.
 *
 * @param format {@code curve} or {@code labels}
 * @param suite the short name of the knowledge-conflict suite that its points are of
 * @param state {@code created}, {@code replaced}, or {@code unchanged} if the same was stored
 * @param runCreated whether the run was not known before
 * @param checkpoints how many the file has
 * @param items different items, of labels
 * @param sameItems of a curve, whether every checkpoint is said to have answered the same items
 * @param fileSha256 hash of the file in our own format: the same numbers give the same hash
 * @param ignoredColumns columns that were not read
 */
public record RunImportResult(
        String runId,
        String runName,
        String format,
        String suite,
        String state,
        boolean runCreated,
        int checkpoints,
        int lastStep,
        Optional<Integer> items,
        Optional<Boolean> sameItems,
        String fileSha256,
        List<String> ignoredColumns) {}
