package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.persistence.SuiteRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Suites by the names that requests give them. One that nobody has announced is waited for a little. */
@Singleton
public class SuiteLookup {
    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final int NAMES_TOLD = 20;

    private final SuiteRepository table;
    private final CheckpointConfig config;

    public SuiteLookup(SuiteRepository table, CheckpointConfig config) {
        this.table = table;
        this.config = config;
    }

    /** Stores a published suite, within the caller's transaction. */
    public void accept(Handle handle, SuiteReady event) {
        table.accept(handle, event);
    }

    /**
     * The suite of this id, or the newest version of this name.
     *
     * @param field where the request names it
     * @param faults gets what is wrong if there is none
     */
    Optional<SuiteRef> find(String field, String idOrName, List<Fault> faults) {
        long deadline = System.nanoTime() + config.newsPatience().toNanos();
        Optional<SuiteRef> suite = table.find(idOrName);
        while (suite.isEmpty() && faults.isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            suite = table.find(idOrName);
        }
        if (suite.isEmpty()) {
            List<String> known = table.ids(NAMES_TOLD);
            faults.add(new Fault(
                    field,
                    idOrName,
                    "is no suite that was announced; "
                            + (known.isEmpty() ? "there is none yet" : "known: " + String.join(", ", known)),
                    "make it with the dataset-service, or send the id or name of another"));
        }
        return suite;
    }
}
