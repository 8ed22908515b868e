package io.tiltmeter.servicekit.work;

import io.tiltmeter.servicekit.artifact.DiskFull;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One thread that leases items one after another, with a heartbeat beside it. Idle, it looks at every poll, or when it is woken. */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Worker.class);

    private static final long END_WAIT_MILLIS = 1_000;

    private final String owner;
    private final WorkKinds kinds;
    private final WorkRepository table;
    private final WorkHandler handler;
    private final Supplier<Optional<String>> shortage;
    private final IdleTasks idleTasks;
    private final Semaphore wakeUps = new Semaphore(0);
    private final ScheduledExecutorService heartbeats;
    private final Thread thread;
    private volatile boolean closing;
    private volatile Lease current;
    private String lastAffinity = "";
    private boolean waitsForRoom;

    /**
     * A worker of every kind of item, which does not run yet. It does the handler's {@linkplain WorkHandler#idleTasks() idle tasks}.
     *
     * @param owner names this worker in the table: the replica's name
     * @param shortage says what is short, as long as there is no room to begin an item
     */
    public Worker(String owner, WorkRepository table, WorkHandler handler, Supplier<Optional<String>> shortage) {
        this(owner, WorkKinds.ALL, table, handler, handler.idleTasks(), shortage);
    }

    /** As {@link #Worker(String, WorkRepository, WorkHandler, Supplier)}, of certain kinds of items and their idle tasks. */
    Worker(
            String owner,
            WorkKinds kinds,
            WorkRepository table,
            WorkHandler handler,
            List<IdleTask> idleTasks,
            Supplier<Optional<String>> shortage) {
        this.idleTasks = new IdleTasks(idleTasks, System::nanoTime);
        this.shortage = shortage;
        this.owner = owner;
        this.kinds = kinds;
        this.table = table;
        this.handler = handler;
        this.thread = new Thread(this::run, "worker-" + owner);
        this.heartbeats = DaemonClock.named("heartbeat-" + owner);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Something was accepted: look now. */
    public void wake() {
        wakeUps.release();
    }

    /** The item in hand. */
    public Optional<WorkItem> inHand() {
        return Optional.ofNullable(current).map(Lease::item);
    }

    private void run() {
        while (!closing) {
            try {
                Optional<Lease> lease = hasRoom() ? table.lease(owner, lastAffinity, kinds, handler) : Optional.empty();
                if (lease.isPresent()) {
                    lastAffinity = lease.get().item().affinity();
                    work(lease.get());
                    idleTasks.itemEnded();
                } else {
                    idleTasks.noItem();
                    wakeUps.tryAcquire(table.settings().poll().toMillis(), TimeUnit.MILLISECONDS);
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                // Whatever it is, the next item may be fine: a thread that ended would not be missed by anyone.
                if (!closing) {
                    LOG.errorf(e, "worker could not lease or end an item owner=%s", owner);
                    pause();
                }
            }
        }
    }

    private boolean hasRoom() {
        Optional<String> missing = shortage.get();
        if (missing.isPresent() && !waitsForRoom) {
            LOG.warnf("no item is begun owner=%s reason=%s", owner, missing.get());
        } else if (missing.isEmpty() && waitsForRoom) {
            LOG.infof("items are begun again owner=%s", owner);
        }
        waitsForRoom = missing.isPresent();
        return missing.isEmpty();
    }

    private void work(Lease lease) {
        WorkItem item = lease.item();
        long every = table.settings().heartbeat().toMillis();
        ScheduledFuture<?> heartbeat =
                heartbeats.scheduleAtFixedRate(() -> beat(lease), every, every, TimeUnit.MILLISECONDS);
        current = lease;
        try {
            handler.handle(lease);
        } catch (Lease.Lost lost) {
            LOG.warnf("lease lost, another attempt continues item=%s attempt=%d", item.id(), item.attempt());
        } catch (Throwable e) {
            if (!closing) {
                failed(lease, e);
            }
        } finally {
            current = null;
            heartbeat.cancel(false);
        }
    }

    private void failed(Lease lease, Throwable failure) {
        WorkItem item = lease.item();
        Optional<String> fullDisk = DiskFull.where(failure);
        if (fullDisk.isPresent()) {
            LOG.warnf(failure, "attempt waits for room item=%s attempt=%d", item.id(), item.attempt());
            table.postpone(lease, fullDisk.get() + ": it goes on by itself when there is room", handler);
            return;
        }
        String reason =
                failure.getMessage() == null || failure instanceof Error ? failure.toString() : failure.getMessage();
        LOG.warnf(failure, "attempt failed item=%s attempt=%d reason=%s", item.id(), item.attempt(), reason);
        table.fail(lease, reason, handler);
    }

    private void beat(Lease lease) {
        try {
            table.heartbeat(lease);
        } catch (RuntimeException e) {
            LOG.warnf("heartbeat failed item=%s reason=%s", lease.item().id(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(table.settings().poll().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String owner() {
        return owner;
    }

    /** Whether its thread has ended, which it should not before it is closed. */
    boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** Leases nothing more, and asks the handler of the item in hand to end. */
    void stopLeasing() {
        closing = true;
        Lease held = current;
        if (held != null) {
            held.markLost();
        }
        wake();
    }

    /** Stops leasing, and waits a little for the item in hand; what is unfinished is taken over later. */
    @Override
    public void close() {
        stopLeasing();
        try {
            thread.join(END_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heartbeats.shutdownNow();
    }
}
