/** Mixtures by REST: what a request names is found, what it needs of evaluators asked, its files written. */
package io.tiltmeter.dataset.api.mixture;
