package io.tiltmeter.dataset.parquet;

import java.io.IOException;

/** A Parquet file that cannot be read on, or not with so much memory. */
public final class ParquetDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    private final long rowsRead;
    private final boolean memoryTooSmall;

    ParquetDamaged(String said, long rowsRead, boolean memoryTooSmall, Throwable cause) {
        super(said, cause);
        this.rowsRead = rowsRead;
        this.memoryTooSmall = memoryTooSmall;
    }

    /** Rows that were read before; 0 if the file did not even open. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Whether the file may be well, and the bound of memory is too low for its row groups. */
    public boolean isMemoryTooSmall() {
        return memoryTooSmall;
    }
}
