package io.tiltmeter.dataset.suite.lint;

/** How serious a finding is. */
public enum Severity {
    /** The row does not measure what it should: correct or remove it. */
    ERROR,
    /** The row may stay, but it affects how results are read. */
    WARNING
}
