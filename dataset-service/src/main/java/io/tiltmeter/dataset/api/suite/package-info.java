/** Suites by REST: of the lab world and of others, with what lint finds in them and what fix repairs. */
package io.tiltmeter.dataset.api.suite;
