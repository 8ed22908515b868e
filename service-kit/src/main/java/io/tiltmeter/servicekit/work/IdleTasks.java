package io.tiltmeter.servicekit.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The tasks of an idle worker, and which of them are still to be done. Used by the worker's thread alone. */
final class IdleTasks {
    private static final Logger LOG = Logger.getLogger(IdleTasks.class);

    private final List<IdleTask> tasks;
    private final LongSupplier nanoTime;
    private final List<IdleTask> open = new ArrayList<>();
    private long idleSince;

    /** @param nanoTime as {@link System#nanoTime} */
    IdleTasks(List<IdleTask> tasks, LongSupplier nanoTime) {
        this.tasks = List.copyOf(tasks);
        this.nanoTime = nanoTime;
    }

    /** An item was ended: the worker is idle from now on, until it has another one. */
    void itemEnded() {
        open.clear();
        open.addAll(tasks);
        idleSince = nanoTime.getAsLong();
    }

    /** There is no item: does what is due. */
    void noItem() {
        Duration idle = Duration.ofNanos(nanoTime.getAsLong() - idleSince);
        List<IdleTask> due =
                open.stream().filter(task -> task.after().compareTo(idle) <= 0).toList();
        open.removeAll(due);
        due.forEach(IdleTasks::run);
    }

    private static void run(IdleTask task) {
        try {
            task.task().run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "task of an idle worker failed after=%s", task.after());
        }
    }
}
