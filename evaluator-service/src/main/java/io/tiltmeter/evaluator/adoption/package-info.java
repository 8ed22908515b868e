/**
 * Checkpoints that another trainer wrote: which folders hold them, whether they can be evaluated, their steps, and
 * what is known of their run. Reads files of others, and trusts none.
 */
package io.tiltmeter.evaluator.adoption;
