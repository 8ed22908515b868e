package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.persistence.SuiteRepository;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Suites by the names that requests give them. */
@Singleton
public class SuiteLookup {
    private static final int MAX_NAMES = 20;

    private final SuiteRepository repository;

    public SuiteLookup(SuiteRepository repository) {
        this.repository = repository;
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
     */
    Optional<SuiteRef> find(String field, String idOrName, List<Fault> faults) {
        Optional<SuiteRef> suite = suite(idOrName);
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
