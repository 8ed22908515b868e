package io.tiltmeter.servicekit.persistence;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jboss.logging.Logger;

/**
 * Transactions that are repeated until the database has answered, however long it is unavailable: for work that must not
 * be lost. Requests use {@link jakarta.transaction.Transactional} instead and fail at once, since their senders can retry.
 */
@Singleton
public class PatientTransactions {
    private static final Logger LOG = Logger.getLogger(PatientTransactions.class);

    private final AtomicBoolean waiting = new AtomicBoolean();

    /**
     * Runs the body in a transaction of its own. It may run several times, so doing it twice must change nothing.
     *
     * @return what the body returns: records, since entities end with the transaction
     */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 100, jitter = 20)
    @ExponentialBackoff(maxDelay = 2_000)
    @RetryWhen(exception = DatabaseUnavailable.class)
    public <T> T call(Supplier<T> body) {
        try {
            T result = QuarkusTransaction.requiringNew().call(body::get);
            if (waiting.compareAndSet(true, false)) {
                LOG.info("the database is available again");
            }
            return result;
        } catch (RuntimeException e) {
            if (DatabaseUnavailable.is(e) && waiting.compareAndSet(false, true)) {
                LOG.warnf("the database is unavailable, waiting for it reason=%s", rootMessage(e));
            }
            throw e;
        }
    }

    /** As {@link #call}, without a result. */
    public void run(Runnable body) {
        // Within this class calls are intercepted too: this one is repeated as well.
        call(() -> {
            body.run();
            return null;
        });
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
