/** Other people's curves and labels: CSV and JSON read whole, checked whole, and written again in one form. */
package io.tiltmeter.results.imports;
