package io.tiltmeter.dataset.source;

import io.tiltmeter.contracts.Fault;

/** A file that cannot be a source, with what is wrong, where, and what to do. Nothing of it is to be kept. */
public final class SourceRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    SourceRefused(String place, String found, String limit, String remedy) {
        this(place, found, limit, remedy, null);
    }

    SourceRefused(String place, String found, String limit, String remedy, Throwable cause) {
        this(new Fault(place, found, limit, remedy), cause);
    }

    private SourceRefused(Fault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    /** The place is {@code file} or {@code line N}. */
    public Fault fault() {
        return fault;
    }
}
