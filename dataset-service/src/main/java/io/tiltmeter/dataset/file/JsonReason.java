package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What a JSON or CSV parser found wrong, without the names of its classes and settings. */
final class JsonReason {
    /** Where a bracket opens, counted from the beginning of the row, and the settings that a limit comes from. */
    private static final Pattern INTERNAL = Pattern.compile(" ?\\([^()\\[]*\\[Source: [^\\]]*\\]\\)|,? from `[^`]*`");

    private JsonReason() {}

    /** In one line. */
    static String of(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        return INTERNAL.matcher(message).replaceAll("");
    }

    /**
     * Where it is, such as {@code (line 3, column 31)}; empty if that is unknown.
     *
     * @param line where the text begins in its file; 0 if it has no lines
     */
    static String place(long line, JsonLocation location) {
        return location == null
                ? ""
                : " (line " + (Math.max(1, line) + location.getLineNr() - 1) + ", column " + location.getColumnNr()
                        + ")";
    }
}
