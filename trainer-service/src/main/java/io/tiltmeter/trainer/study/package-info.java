/** Studies: the runs of several conditions and seeds, and what is wrong with a request for them. */
package io.tiltmeter.trainer.study;
