package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import java.util.List;

/** A body that does not fit into memory: now, beside the others, or ever. */
final class BodyRefused extends RuntimeException {
    /** For the header {@code Retry-After}: about as long as a large body is read. */
    static final int RETRY_AFTER_SECONDS = 5;

    private static final long serialVersionUID = 1L;

    private static final String OR_RAISE = ", or raise tiltmeter.http.body-memory of this service, and its -Xmx";

    private final transient Fault fault;
    private final boolean temporary;

    private BodyRefused(Fault fault, boolean temporary) {
        super(fault.toString());
        this.fault = fault;
        this.temporary = temporary;
    }

    /** @param otherBytes what other bodies take at present */
    static BodyRefused noRoom(long neededBytes, long otherBytes, long maxBytes) {
        return new BodyRefused(
                new Fault(
                        "body",
                        "takes " + neededBytes + " bytes of memory while it is read",
                        "bodies take at most " + maxBytes + " bytes at the same time, and others take " + otherBytes,
                        "send it again in some seconds, fewer at a time" + OR_RAISE),
                true);
    }

    static BodyRefused tooLarge(long bodyBytes, long maxBodyBytes, long neededBytes, long maxBytes) {
        return new BodyRefused(
                new Fault(
                        "body",
                        bodyBytes + " bytes, which take " + neededBytes + " bytes of memory while they are read",
                        "at most " + maxBodyBytes + " bytes: bodies take at most " + maxBytes
                                + " bytes of memory at the same time",
                        "send it in parts" + OR_RAISE),
                false);
    }

    Problem problem(String path) {
        return temporary
                ? Problem.of(
                        503,
                        "no-memory-for-body",
                        "Too much is being sent at once",
                        "the bodies that are being read leave no memory for this one; nothing was started",
                        path,
                        List.of(fault))
                : Problem.of(
                        413,
                        "body-too-large",
                        "The body is too large for this service",
                        "the memory for bodies is smaller than this one needs; nothing was started",
                        path,
                        List.of(fault));
    }
}
