package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.List;

/** A request that is sound but for names that an event may still announce, since they were made a moment ago. */
public final class EventAwaited extends InvalidRequest {
    private static final long serialVersionUID = 1L;

    /** @param faults of the names that are unknown */
    public EventAwaited(List<Fault> faults) {
        super(faults);
    }
}
