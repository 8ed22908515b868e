/** Use cases: accepting, looking up, measuring and building datasets; the job workers and the configuration. */
package io.tiltmeter.dataset.application;
