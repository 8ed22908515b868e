package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.file.FileFormat;
import io.tiltmeter.dataset.file.RowFault;
import java.util.List;

/**
 * What a file became.
 *
 * @param format the detected format of the file
 * @param shape the detected shape of its rows, such as {@code answer/memory_answer}
 * @param kind what the suite measures
 * @param items in the file's order; at least one
 * @param ignoredColumns columns of the file that are not in the items
 * @param rejected rows that are not in the items, up to a bound
 * @param rejectedRows how many there are in all
 * @param version SHA-256 of the canonical bytes of the items, see {@link CanonicalJson}
 */
public record ImportedSuite(
        FileFormat format,
        String shape,
        SuiteKind kind,
        List<SuiteItem> items,
        List<String> ignoredColumns,
        List<RowFault> rejected,
        long rejectedRows,
        String version) {
    public ImportedSuite {
        items = List.copyOf(items);
        ignoredColumns = List.copyOf(ignoredColumns);
        rejected = List.copyOf(rejected);
    }
}
