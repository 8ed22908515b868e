/** Hashes that are the same on every machine and with every JDK, and what is made of them: mixtures' bytes depend on both. */
package io.tiltmeter.dataset.hash;
