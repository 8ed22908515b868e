package io.tiltmeter.dataset.suite.file;

/** Formats that are told apart by content, never by name. */
public enum FileFormat {
    /** One array of objects, or one object whose {@code data} is such an array (SQuAD as released). */
    JSON("JSON"),
    /** One object a line. */
    JSON_LINES("JSON lines"),
    /** Comma-separated, RFC 4180. */
    CSV("CSV"),
    /** Tab-separated, quoted like CSV. */
    TSV("TSV"),
    /** Apache Parquet, read row by row. */
    PARQUET("Parquet"),
    /** Rows that another reader handed over. */
    ROWS("rows");

    private final String label;

    FileFormat(String label) {
        this.label = label;
    }

    /** As users know it. */
    public String label() {
        return label;
    }
}
