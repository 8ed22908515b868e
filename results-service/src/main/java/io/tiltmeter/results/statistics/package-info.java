/** Tests and numbers of textbooks that several rooms need: functions of their arguments, held against SciPy's. */
package io.tiltmeter.results.statistics;
