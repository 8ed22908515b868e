package io.tiltmeter.dataset.file;

/** What holds the rows of a file, detected from its content and never from its name. */
public enum FileFormat {
    /** One JSON array of rows. */
    JSON_ARRAY("JSON"),
    /** One JSON object a line. */
    JSON_LINES("JSON lines"),
    /** One JSON object whose {@code data} is the array of rows, as SQuAD is released. */
    JSON_DOCUMENT("JSON"),
    /** Comma-separated, RFC 4180. */
    CSV("CSV"),
    /** Tab-separated, quoted like CSV. */
    TSV("TSV"),
    /** Apache Parquet, read row by row. */
    PARQUET("Parquet");

    private final String label;

    FileFormat(String label) {
        this.label = label;
    }

    /** As users know it. */
    public String label() {
        return label;
    }
}
