/** Finetuning as such: what a run means, in which order it takes its examples, when it saves, where it stands. */
package io.tiltmeter.trainer.finetuning;
