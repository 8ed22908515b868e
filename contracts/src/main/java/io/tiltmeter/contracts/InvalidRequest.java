package io.tiltmeter.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** A request that was checked whole and refused, with every fault at once. Nothing was started. */
public class InvalidRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /** @param faults at least one */
    public InvalidRequest(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("an invalid request has at least one fault");
        }
        this.faults = List.copyOf(faults);
    }

    public final List<Fault> faults() {
        return faults;
    }
}
