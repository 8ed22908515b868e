/** Sources by REST: files come in, and become versions of a name. */
package io.tiltmeter.dataset.api.source;
