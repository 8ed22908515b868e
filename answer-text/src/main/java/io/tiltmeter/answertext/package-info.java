/** How answers are looked for in texts: one rule for scorers, the lint of suites, the overlap filter and slices. */
package io.tiltmeter.answertext;
