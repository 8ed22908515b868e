/** Several runs side by side, over REST. */
package io.tiltmeter.results.api.comparison;
