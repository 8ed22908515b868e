package io.tiltmeter.results.imports;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/** The faults of a file, up to a number that a person would read. */
final class FaultList {
    static final int MAX_FAULTS = 100;

    private final List<Fault> faults = new ArrayList<>();
    private long unnamed;

    void add(String field, String value, String limit, String remedy) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(field, value, limit, remedy));
        } else {
            unnamed++;
        }
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** @throws InvalidRequest if there is any */
    void check() {
        if (unnamed > 0) {
            faults.add(new Fault(
                    "body",
                    "",
                    "has " + unnamed + " further faults",
                    "correct those above, which are often of one kind"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }
}
