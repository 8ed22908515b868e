package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.contracts.example.Substitution;
import io.tiltmeter.dataset.source.SourceRow;

/**
 * A row about another entity than its original.
 *
 * @param row with the number and id of the row that it was made from
 * @param substitution what was replaced by what
 */
public record AugmentedRow(SourceRow row, Substitution substitution) {}
