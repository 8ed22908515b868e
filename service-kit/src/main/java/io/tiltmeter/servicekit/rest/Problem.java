package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.Fault;
import java.util.List;

/**
 * The response to an error, as RFC 9457 describes it.
 *
 * @param type what kind of problem, as a name that does not change
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail this occurrence in a sentence
 * @param instance the path that was requested
 * @param faults each fault with its value, limit and remedy; empty where there is no more to say
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> faults) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem of a kind that is named without its prefix, such as {@code not-found}. */
    static Problem of(int status, String kind, String title, String detail, String path, List<Fault> faults) {
        return new Problem("urn:tiltmeter:problem:" + kind, title, status, detail, path, faults);
    }
}
