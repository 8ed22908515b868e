/** Hashes that are the same on every machine and with every JDK, and orders and sketches by them. Mixtures' bytes depend on both. */
package io.tiltmeter.dataset.hash;
