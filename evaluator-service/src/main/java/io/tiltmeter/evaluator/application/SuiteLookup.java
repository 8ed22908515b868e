package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.persistence.SuiteRepository;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Suites by the names that requests give them. Waits a short time for one that is not published yet. */
@Singleton
public class SuiteLookup {
    private static final long POLL_MILLIS = 50;
    private static final int MAX_NAMES = 20;
    private static final int MAX_WAITING = 8;

    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    private final SuiteRepository repository;
    private final CheckpointConfig config;

    public SuiteLookup(SuiteRepository repository, CheckpointConfig config) {
        this.repository = repository;
        this.config = config;
    }

    /** Stores a published suite, within the caller's transaction. */
    public void accept(SuiteReady event) {
        repository.accept(event);
    }

    /**
     * The suite of this id, or the newest version of this name.
     *
     * @param field where the request names it
     * @param faults gets what is wrong if there is none
     * @param mayWait for one that is not published yet, unless as many requests wait already: each holds a thread
     */
    Optional<SuiteRef> find(String field, String idOrName, List<Fault> faults, boolean mayWait) {
        Optional<SuiteRef> suite = suite(idOrName);
        if (suite.isEmpty() && mayWait && waiting.tryAcquire()) {
            try {
                suite = awaited(idOrName);
            } finally {
                waiting.release();
            }
        }
        if (suite.isEmpty()) {
            List<String> known = names();
            faults.add(new Fault(
                    field,
                    idOrName,
                    "is no suite that was published; "
                            + (known.isEmpty() ? "there is none yet" : "known: " + String.join(", ", known)),
                    "make it with the dataset-service, or send the id or name of another"));
        }
        return suite;
    }

    private Optional<SuiteRef> awaited(String idOrName) {
        long deadline = System.nanoTime() + config.suiteTimeout().toNanos();
        Optional<SuiteRef> suite = Optional.empty();
        while (suite.isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return suite;
            }
            suite = suite(idOrName);
        }
        return suite;
    }

    @Transactional
    Optional<SuiteRef> suite(String idOrName) {
        return repository.suite(idOrName);
    }

    @Transactional
    List<String> names() {
        return repository.ids(MAX_NAMES);
    }
}
