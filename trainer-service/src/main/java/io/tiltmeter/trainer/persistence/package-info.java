/** Runs, their losses and checkpoints, and what is known of mixtures and suites, in PostgreSQL. */
package io.tiltmeter.trainer.persistence;
