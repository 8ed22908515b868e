package io.tiltmeter.contracts;

/**
 * One thing that is wrong with a request: the field, the value, the limit, and the remedy.
 *
 * @param field its path in the request such as {@code learning_rate} or {@code suites[2]}
 * @param value the value that was sent, shortened; empty when it is missing
 * @param limit what is allowed there
 * @param remedy what to send instead
 */
public record Fault(String field, String value, String limit, String remedy) {
    private static final int MAX_VALUE_LENGTH = 120;

    public Fault {
        value = value.length() > MAX_VALUE_LENGTH ? value.substring(0, MAX_VALUE_LENGTH) + "..." : value;
    }

    @Override
    public String toString() {
        return field + (value.isEmpty() ? "" : " " + value) + ": " + limit + "; " + remedy;
    }
}
