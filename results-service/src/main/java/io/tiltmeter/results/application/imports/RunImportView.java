package io.tiltmeter.results.application.imports;

import java.util.List;
import java.util.Optional;

/**
 * What an import of a run did.
 *
 * @param runName its short name
 * @param format {@code curve} or {@code labels}
 * @param suite the short name of the knowledge-conflict suite that its points are of
 * @param state {@code created}, {@code replaced}, or {@code unchanged} where the same was here
 * @param runCreated whether the run was not known before
 * @param checkpoints how many the file has
 * @param lastStep the highest of their steps
 * @param items different items, of labels
 * @param fileSha256 hash of the file in the house's own form: the same numbers give the same hash
 * @param ignoredColumns columns that mean nothing here
 */
public record RunImportView(
        String runId,
        String runName,
        String format,
        String suite,
        String state,
        boolean runCreated,
        int checkpoints,
        int lastStep,
        Optional<Integer> items,
        String fileSha256,
        List<String> ignoredColumns) {}
