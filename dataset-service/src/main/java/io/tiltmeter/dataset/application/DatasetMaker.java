package io.tiltmeter.dataset.application;

import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.StoredDataset;
import java.io.IOException;
import org.jdbi.v3.core.Handle;

/** Makes datasets of one kind from their recipes. Made twice, they are the same bytes in the same places. */
public interface DatasetMaker {
    DatasetKind kind();

    /**
     * Writes the dataset's files.
     *
     * @param making asked now and then whether to stop, and told how far it is
     * @throws IOException if a file cannot be written whole, or it was told to stop; another attempt follows
     * @throws IllegalArgumentException if no attempt will succeed, with what to do
     */
    Built make(StoredDataset dataset, Making making) throws IOException;

    /** The dataset is ready or has failed for good: lets go of what only its making needed. */
    default void ended(StoredDataset dataset) throws IOException {}

    /** The dataset is ready: what follows from that, in the same transaction. */
    default void ready(Handle handle, StoredDataset dataset, Built built) {}
}
