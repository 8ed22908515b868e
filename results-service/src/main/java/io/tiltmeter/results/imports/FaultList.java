package io.tiltmeter.results.imports;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, up to a number beyond which nobody reads on. */
final class FaultList {
    static final int MOST = 100;

    private final List<Fault> faults = new ArrayList<>();
    private long unnamed;

    void add(String field, String value, String limit, String remedy) {
        if (faults.size() < MOST) {
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
                    "body", "", "has " + unnamed + " further faults", "mend those above, they are often of one kind"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }
}
