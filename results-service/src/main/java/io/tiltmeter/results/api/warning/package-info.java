/** Live warnings: what is answered about them, and the news that they moved. */
package io.tiltmeter.results.api.warning;
