package io.tiltmeter.dataset.suite.lint;

import java.util.List;

/**
 * A trap in a suite.
 *
 * @param check which check found it, such as {@code memory_answer_in_context}
 * @param severity how much it matters
 * @param rows positions of the items it concerns, from 0, ascending; for a repeated row, the first and the repeated one
 * @param text what was found, with the words in question
 * @param remedy what to do
 */
public record Finding(String check, Severity severity, List<Integer> rows, String text, String remedy) {
    public Finding {
        rows = List.copyOf(rows);
    }
}
