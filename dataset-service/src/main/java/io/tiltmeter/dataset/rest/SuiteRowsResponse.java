package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.file.RowFault;
import io.tiltmeter.dataset.suite.lint.Repair;
import java.util.List;

/** Pages of what belongs to a suite. */
public sealed interface SuiteRowsResponse {
    /**
     * Items.
     *
     * @param suiteId the suite
     * @param items in the file's order
     * @param total lines in the file
     * @param limit of this page
     * @param offset of this page
     */
    record Items(String suiteId, List<SuiteItem> items, long total, int limit, int offset)
            implements SuiteRowsResponse {}

    /**
     * Rows of its file that are not in its items.
     *
     * @param suiteId the suite
     * @param rejected in the file's order; a thousand at most are told one by one
     * @param total how many there are in all
     * @param limit of this page
     * @param offset of this page
     */
    record Rejected(String suiteId, List<RowFault> rejected, long total, int limit, int offset)
            implements SuiteRowsResponse {}

    /**
     * What was done to the suite that it is a repair of.
     *
     * @param suiteId the suite
     * @param repairs in the original's order; none if it is no repair
     * @param total how many there are
     * @param limit of this page
     * @param offset of this page
     */
    record Repairs(String suiteId, List<Repair> repairs, long total, int limit, int offset)
            implements SuiteRowsResponse {}
}
