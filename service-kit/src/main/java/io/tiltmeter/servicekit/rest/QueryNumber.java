package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import java.util.List;

/** Whole numbers in query parameters. */
public final class QueryNumber {
    private QueryNumber() {}

    /**
     * The number that a query parameter holds.
     *
     * @param text as it was sent; null or blank if it was left out
     * @param byDefault what it then is
     * @param faults gets what is wrong with it, if anything is; the default is then given
     */
    public static int of(String name, String text, int byDefault, int lowest, int highest, List<Fault> faults) {
        if (text == null || text.isBlank()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the limits
        }
        faults.add(new Fault(
                name,
                text,
                "is not a whole number in [" + lowest + ", " + highest + "]",
                "send such a number, or leave it out for " + byDefault));
        return byDefault;
    }
}
