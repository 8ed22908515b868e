package io.tiltmeter.servicekit.work;

/** The right to work on an item until another attempt begins. */
public final class Lease {
    private final WorkItem item;
    private volatile boolean lost;
    private volatile int failures;

    Lease(WorkItem item) {
        this.item = item;
        this.failures = item.failures();
    }

    public WorkItem item() {
        return item;
    }

    /** Whether the item was taken over or withdrawn: stop, nothing that follows will be stored. */
    public boolean isLost() {
        return lost;
    }

    /** Failures since the last progress, that of this attempt included. */
    int failures() {
        return failures;
    }

    void forgiveFailures() {
        failures = 0;
    }

    void markLost() {
        lost = true;
    }

    /** The item was taken over or withdrawn: this attempt may store nothing more. */
    public static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(WorkItem item) {
            super("attempt " + item.attempt() + " at " + item.id() + " no longer holds its lease");
        }
    }
}
