package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.example.ExampleClass;
import java.util.Optional;

/**
 * The class of a row.
 *
 * @param row its number in the source
 * @param exampleClass context-critical, non-context-critical, subject-critical, or unlabelled where the model cannot
 *     read it whole
 * @param withContextNats mean loss of the answer's tokens behind context and question; for rows with a context
 * @param withoutContextNats the same behind the question alone
 */
public record RowLabel(
        long row, ExampleClass exampleClass, Optional<Double> withContextNats, Optional<Double> withoutContextNats) {}
