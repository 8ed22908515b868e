/** Consumers, one a topic: checkpoints that are ready, and the measurements of evaluators. */
package io.tiltmeter.dataset.messaging;
