package io.tiltmeter.servicekit.rest;

/** A request that contradicts what is there. */
public final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
        super(message);
    }
}
