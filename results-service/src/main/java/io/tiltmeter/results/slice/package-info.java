/**
 * Which parts of a suite an item belongs to, so that a drop can be traced to the items that make it. Everything here is a
 * function of the suite's own texts and tags and, for fact strength, of what the base model answered without contexts.
 */
package io.tiltmeter.results.slice;
