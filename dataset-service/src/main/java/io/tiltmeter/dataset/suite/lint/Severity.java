package io.tiltmeter.dataset.suite.lint;

/** How much a finding matters. */
public enum Severity {
    /** The row measures something else than it claims: mend or remove it. */
    ERROR,
    /** The row may be as it is, but whoever reads its results must know. */
    WARNING
}
