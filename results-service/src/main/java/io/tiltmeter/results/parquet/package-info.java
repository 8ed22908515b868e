/** Tables as Parquet files, written by DuckDB within the process, which sees nothing but the one file. */
package io.tiltmeter.results.parquet;
