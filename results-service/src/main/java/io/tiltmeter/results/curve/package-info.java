/**
 * From the answers of single items to curves and verdicts. Everything here is a function of its arguments: the same
 * outcomes give the same digits, in whatever order they arrived and however often.
 */
package io.tiltmeter.results.curve;
