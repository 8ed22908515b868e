/** Whether a study shows what was written down before it was run. Independent of storage and transport. */
package io.tiltmeter.results.criterion;
