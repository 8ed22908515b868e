/** What evaluators are asked, who waits for it, and what they answered. */
package io.tiltmeter.dataset.api.measurement;
