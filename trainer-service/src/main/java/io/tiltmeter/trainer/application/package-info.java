/** What the trainer does: accepts runs, moves them through their states, trains them. */
package io.tiltmeter.trainer.application;
