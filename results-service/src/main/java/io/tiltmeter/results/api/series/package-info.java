/** Which of a run's many series a question is about, and what differs along it. */
package io.tiltmeter.results.api.series;
