/** Repositories of datasets, measurements and checkpoints, and the records that they store. */
package io.tiltmeter.dataset.persistence;
