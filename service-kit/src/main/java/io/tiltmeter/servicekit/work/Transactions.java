package io.tiltmeter.servicekit.work;

import io.tiltmeter.servicekit.outbox.OutboxRelay;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Transactions that may append to the outbox: after a commit the relay is woken. */
public final class Transactions {
    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final OutboxRelay relay;

    public Transactions(Jdbi jdbi, OutboxRelay relay) {
        this.jdbi = jdbi;
        this.relay = relay;
    }

    /** Runs once, and fails at once when the database is unavailable: for requests, whose senders can retry. */
    public <T> T run(Body<T> body) {
        T result = jdbi.inTransaction(body::in);
        relay.wake();
        return result;
    }

    /**
     * Runs until the database has answered, however long it is unavailable: for work that must not be lost. The body may run
     * several times, so doing it twice must change nothing.
     *
     * @throws IllegalStateException if the thread is interrupted while it waits
     */
    public <T> T runPatiently(Body<T> body) {
        Duration pause = Duration.ofMillis(100);
        for (boolean said = false; ; said = true) {
            try {
                return run(body);
            } catch (RuntimeException e) {
                if (!isDatabaseUnavailable(e)) {
                    throw e;
                }
                if (!said) {
                    LOG.warnf("the database is unavailable, waiting for it reason=%s", rootMessage(e));
                }
                sleep(pause, e);
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
            }
        }
    }

    /** Whether a failure says that the database cannot be reached or went away, and not that the statement is wrong. */
    public static boolean isDatabaseUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && isConnectionState(sql)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Class 08: connection; class 57P: the server is stopping or starting; 53300: too many connections; 25P03: this
     * process was paused inside a transaction until the server ended its session.
     */
    private static boolean isConnectionState(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            String message = String.valueOf(e.getMessage());
            return message.contains("Acquisition timeout") || message.contains("onnection");
        }
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300") || state.equals("25P03");
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private static void sleep(Duration pause, RuntimeException cause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", cause);
        }
    }

    /** What a transaction does. */
    @FunctionalInterface
    public interface Body<T> {
        T in(Handle handle);
    }
}
