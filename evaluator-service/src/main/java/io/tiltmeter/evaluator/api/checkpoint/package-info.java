/** Checkpoints from elsewhere, by REST: what is asked, what is adopted, and the news that this needs. */
package io.tiltmeter.evaluator.api.checkpoint;
