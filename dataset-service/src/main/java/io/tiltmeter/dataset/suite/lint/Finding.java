package io.tiltmeter.dataset.suite.lint;

import java.util.List;

/**
 * A trap in a suite.
 *
 * @param check which check found it, such as {@code memory_answer_in_context}
 * @param severity how much it matters
 * @param rows positions of its items, from 0, ascending; of a repeated row, the first and the repeated one
 * @param text what was found, with the texts that matter
 * @param remedy what to do
 */
public record Finding(String check, Severity severity, List<Integer> rows, String text, String remedy) {
    public Finding {
        rows = List.copyOf(rows);
    }

    static Finding error(String check, ReadItem item, String text, String remedy) {
        return new Finding(check, Severity.ERROR, List.of(item.row()), text, remedy);
    }

    static Finding warning(String check, ReadItem item, String text, String remedy) {
        return new Finding(check, Severity.WARNING, List.of(item.row()), text, remedy);
    }
}
