/** Traps of suites (PAPER.md, section 2): one small class a check behind {@code LintCheck}, and repairs beside them. */
package io.tiltmeter.dataset.suite.lint;
