/** Items that change sides along a run, over REST. */
package io.tiltmeter.results.api.flip;
