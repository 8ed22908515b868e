/**
 * What rows of a source are kept: filters that need no model, and the paper's filter over losses that others computed.
 * Pure functions of rows, settings and a seed.
 */
package io.tiltmeter.dataset.filter;
