/** Parquet files of other people: row by row, as JSON, in bounded memory, with nothing else in DuckDB's reach. */
package io.tiltmeter.dataset.parquet;
