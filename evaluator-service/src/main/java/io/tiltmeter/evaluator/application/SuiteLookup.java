package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.persistence.SuiteRepository;
import io.tiltmeter.servicekit.rest.EventWait;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Suites by the names that requests give them. Waits a short time for one that is not published yet. */
@Singleton
public class SuiteLookup {
    private static final int MAX_NAMES = 20;

    private final EventWait events = new EventWait();
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
     * @param mayWait whether one that is not published yet is waited for
     */
    Optional<SuiteRef> find(String field, String idOrName, List<Fault> faults, boolean mayWait) {
        Optional<SuiteRef> suite = mayWait
                ? events.read(() -> suite(idOrName), Optional::isPresent, config.suiteTimeout())
                : suite(idOrName);
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

    @Transactional
    Optional<SuiteRef> suite(String idOrName) {
        return repository.suite(idOrName);
    }

    @Transactional
    List<String> names() {
        return repository.ids(MAX_NAMES);
    }
}
