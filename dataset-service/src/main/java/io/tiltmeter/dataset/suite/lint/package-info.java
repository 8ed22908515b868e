/** Known defects of suites (PAPER.md, section 2): one small class for each check, and repairs. */
package io.tiltmeter.dataset.suite.lint;
