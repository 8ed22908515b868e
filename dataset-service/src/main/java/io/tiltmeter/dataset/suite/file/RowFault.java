package io.tiltmeter.dataset.suite.file;

/**
 * Why a row was rejected.
 *
 * @param line where the row begins, from 1
 * @param place where it stands when a line holds many rows; else empty
 * @param reason what is wrong and what to do
 */
public record RowFault(long line, String place, String reason) {
    @Override
    public String toString() {
        return "line " + line + (place.isEmpty() ? "" : " (" + place + ")") + ": " + reason;
    }
}
