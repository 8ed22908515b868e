package io.tiltmeter.results.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Writes a table as a Parquet file. Rows are collected in a DuckDB database in memory, with one thread, a memory limit and
 * a folder to spill to; external access, extensions and changes of these settings are disabled before the first row, and
 * only the file's path can be written. The same rows give the same bytes.
 */
public final class ParquetWriter implements AutoCloseable {
    public static final String MEDIA_TYPE = "application/vnd.apache.parquet";

    private static final String MEMORY = "192MB";

    private final Path folder;
    private final Path file;
    private final List<Column> columns;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;

    private ParquetWriter(Path folder, List<Column> columns, DuckDBConnection connection, DuckDBAppender appender) {
        this.folder = folder;
        this.file = folder.resolve("table.parquet");
        this.columns = List.copyOf(columns);
        this.connection = connection;
        this.appender = appender;
    }

    public record Column(String name, Type type) {}

    /** Types of columns; null is an absent value. */
    public enum Type {
        TEXT("VARCHAR"),
        WHOLE("BIGINT"),
        REAL("DOUBLE"),
        FLAG("BOOLEAN");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /**
     * An empty table.
     *
     * @throws IOException if the temporary folder is not writable, or DuckDB does not start
     */
    public static ParquetWriter of(List<Column> columns) throws IOException {
        Path folder = Files.createTempDirectory("tiltmeter-parquet");
        DuckDBConnection connection = null;
        try {
            connection = connect(folder);
            try (Statement create = connection.createStatement()) {
                create.execute("CREATE TABLE t ("
                        + columns.stream()
                                .map(column -> quoted(column.name()) + " " + column.type().sql)
                                .collect(Collectors.joining(", "))
                        + ")");
            }
            return new ParquetWriter(folder, columns, connection, connection.createAppender("main", "t"));
        } catch (SQLException e) {
            remove(connection, folder);
            throw new IOException("DuckDB cannot create the table", e);
        }
    }

    /**
     * Adds a row.
     *
     * @param cells as many as columns, of their types; null if unknown
     */
    public ParquetWriter row(List<?> cells) throws IOException {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        try {
            appender.beginRow();
            for (int column = 0; column < columns.size(); column++) {
                append(columns.get(column).type(), cells.get(column));
            }
            appender.endRow();
            return this;
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot insert a row", e);
        }
    }

    /** Writes the file, which is deleted when this is closed. */
    public Path write() throws IOException {
        try (Statement copy = connection.createStatement()) {
            appender.close();
            copy.execute("COPY t TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
            return file;
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot write the Parquet file", e);
        }
    }

    @Override
    public void close() throws IOException {
        remove(connection, folder);
    }

    private void append(Type type, Object cell) throws SQLException {
        switch (type) {
            case TEXT -> appender.append((String) cell);
            case WHOLE -> appender.append(cell == null ? null : (Long) ((Number) cell).longValue());
            case REAL -> appender.append((Double) cell);
            case FLAG -> appender.append((Boolean) cell);
        }
    }

    private static DuckDBConnection connect(Path folder) throws SQLException, IOException {
        Path spill = Files.createDirectory(folder.resolve("spill"));
        Properties settings = new Properties();
        settings.put("threads", "1");
        settings.put("memory_limit", MEMORY);
        settings.put("preserve_insertion_order", "true");
        settings.put("temp_directory", spill.toString());
        settings.put("extension_directory", spill.toString());
        settings.put("custom_extension_repository", spill.toString());
        settings.put("autoinstall_known_extensions", "false");
        settings.put("autoload_known_extensions", "false");
        settings.put("allow_community_extensions", "false");
        DuckDBConnection opened = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", settings);
        try (Statement lock = opened.createStatement()) {
            lock.execute("SET allowed_paths = ['" + folder.resolve("table.parquet") + "']");
            lock.execute("SET enable_external_access = false");
            lock.execute("SET lock_configuration = true");
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void remove(DuckDBConnection connection, Path folder) throws IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot be closed", e);
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
