package io.tiltmeter.dataset.file;

/**
 * Why a row was rejected.
 *
 * @param line where the row begins, from 1; 0 in Parquet, which has no lines
 * @param place its path in a document that holds many rows, such as {@code data[3].paragraphs[0].qas[2]}; else empty
 * @param reason what is wrong and what to do
 */
public record RowFault(long line, String place, String reason) {
    @Override
    public String toString() {
        return "line " + line + (place.isEmpty() ? "" : " (" + place + ")") + ": " + reason;
    }
}
