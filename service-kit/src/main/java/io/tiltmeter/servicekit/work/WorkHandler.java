package io.tiltmeter.servicekit.work;

import java.util.List;

/** Does the work of one kind of item. */
public interface WorkHandler {
    /** The kind of item that it does, where a service has several handlers. */
    default String kind() {
        return "";
    }

    /**
     * Does the work and ends it with {@link WorkRepository#complete}.
     *
     * @throws Exception if this attempt failed; it is retried with back-off
     */
    void handle(Lease lease) throws Exception;

    /** What the worker of this kind of item does when it is idle after one. */
    default List<IdleTask> idleTasks() {
        return List.of();
    }

    /** This attempt failed and another will follow: announces it, in the same transaction. */
    default void retried(WorkItem item, String reason) {}

    /** The item has failed for good: announces it, in the same transaction. */
    default void failed(WorkItem item, String reason) {}
}
