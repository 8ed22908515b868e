/** All that stands behind the figures of a run, in one archive that can be checked without this house. */
package io.tiltmeter.results.api.evidence;
