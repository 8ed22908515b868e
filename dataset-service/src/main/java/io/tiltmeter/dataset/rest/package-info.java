/** REST resources of sources, mixtures, suites and labelings, with their request checks and responses. */
package io.tiltmeter.dataset.rest;
