/** The doors of the dataset-service: REST in, artifacts and events out, and the worker between them. */
package io.tiltmeter.dataset.api;
