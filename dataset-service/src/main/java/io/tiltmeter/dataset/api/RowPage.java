package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.example.TrainingExample;
import java.util.List;

/** Rows of a dataset, to look at. */
public sealed interface RowPage {
    /**
     * Examples of a mixture.
     *
     * @param mixtureId the mixture
     * @param examples in the file's order
     * @param total lines in the file
     * @param limit of this page
     * @param offset of this page
     */
    record Examples(String mixtureId, List<TrainingExample> examples, long total, int limit, int offset)
            implements RowPage {}
}
