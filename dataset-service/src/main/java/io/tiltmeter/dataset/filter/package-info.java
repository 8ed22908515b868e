/**
 * Filters of a source's rows: those that need no model, and the paper's filter by losses that evaluators computed.
 * Pure functions of rows, settings and a seed.
 */
package io.tiltmeter.dataset.filter;
