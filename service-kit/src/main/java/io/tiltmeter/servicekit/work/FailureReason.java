package io.tiltmeter.servicekit.work;

/** Why an attempt failed, as it is stored and shown. */
final class FailureReason {
    private static final int MAX_LENGTH = 4_000;

    private FailureReason() {}

    /** A message may quote whatever a file holds: PostgreSQL stores no NUL, and nobody reads more than a page. */
    static String storable(String message) {
        String readable = message.replace('\0', ' ');
        return readable.length() > MAX_LENGTH ? readable.substring(0, MAX_LENGTH) + "..." : readable;
    }
}
