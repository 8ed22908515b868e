package io.tiltmeter.results.imports;

/**
 * Where something stands in a file.
 *
 * @param line from 1
 * @param column from 1: a cell's number in CSV, a character's in JSON; 0 for a whole line
 */
record Place(long line, long column) {
    @Override
    public String toString() {
        return "line " + line + (column == 0 ? "" : ", column " + column);
    }

    /** The same with the name of what stands there. */
    String named(String name) {
        return this + " (" + name + ")";
    }
}
