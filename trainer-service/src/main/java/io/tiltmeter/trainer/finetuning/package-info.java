/** Finetuning: the plan of a run, the order of its examples, its checkpoints and states. */
package io.tiltmeter.trainer.finetuning;
