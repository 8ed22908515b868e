package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.suite.file.RowFault;
import java.util.List;
import java.util.Optional;

/**
 * What the file of a suite was, and what of it is not in the items.
 *
 * @param format such as {@code JSON lines}
 * @param shape of its rows, such as {@code answer/memory_answer}
 * @param ignoredColumns columns that were left out
 * @param rejectedRows how many rows are not in the items
 * @param firstRejected the first of them, with the reason
 * @param rejected them all, up to a thousand, as JSON lines; empty if there is none
 */
public record ImportedFrom(
        String format,
        String shape,
        List<String> ignoredColumns,
        long rejectedRows,
        List<RowFault> firstRejected,
        Optional<ArtifactRef> rejected) {}
