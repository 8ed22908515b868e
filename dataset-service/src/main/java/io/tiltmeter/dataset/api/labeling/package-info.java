/** Labellings by REST: the classes of a source's rows. */
package io.tiltmeter.dataset.api.labeling;
