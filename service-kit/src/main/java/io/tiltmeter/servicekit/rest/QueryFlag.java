package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.util.List;

/** Query parameters that are true or false. */
public final class QueryFlag {
    private QueryFlag() {}

    /**
     * Whether a query parameter is set.
     *
     * @param text as it was sent; null or blank if it was left out, which is false
     * @throws InvalidRequest if it is neither {@code true} nor {@code false}
     */
    public static boolean of(String name, String text) {
        if (text == null || text.isBlank() || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new InvalidRequest(
                List.of(new Fault(name, text, "is neither true nor false", "send true, or leave it out for false")));
    }
}
