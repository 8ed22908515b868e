/** Where topics are read from: their beginning, for a database that does not know that it ever read them. */
package io.tiltmeter.results.api.topics;
