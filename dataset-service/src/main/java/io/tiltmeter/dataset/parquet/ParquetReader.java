package io.tiltmeter.dataset.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * The rows of a Parquet file in its order, as JSON, read by DuckDB within the process. DuckDB sees this one file and a
 * temporary folder, no network and no extension, one thread and a bound of memory.
 */
public final class ParquetReader implements Closeable {
    /** The least native memory, in bytes, with which a row group can be read. */
    public static final long MIN_MEMORY_BYTES = 64L << 20;

    private static final int JSON = 1;
    private static final int BYTES = 2;

    private final Path folder;
    private final Connection connection;
    private final ResultSet rows;
    private long rowsRead;

    private ParquetReader(Path file, UnaryOperator<List<String>> wanted, int rowBytes, long memoryBytes)
            throws IOException {
        this.folder = Files.createTempDirectory("tiltmeter-parquet");
        Connection opened = null;
        try {
            // a link of a plain name: the file's own might hold quotes, or asterisks, which DuckDB expands
            Path link = Files.createSymbolicLink(folder.resolve("source.parquet"), file.toAbsolutePath());
            opened = connect(link, memoryBytes);
            Statement statement = opened.createStatement();
            String table = "read_parquet('" + link + "')";
            List<String> columns = wanted.apply(columns(statement, table));
            rows = statement.executeQuery(query(columns, table, rowBytes));
            connection = opened;
        } catch (SQLException e) {
            close(opened);
            throw damaged(e);
        } catch (IOException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    /**
     * Opens a file.
     *
     * @param wanted chooses among the file's columns; at least one, or it throws
     * @param rowBytes of JSON that a row may have; of a longer one only the length is told
     * @param memoryBytes native memory that reading may take, at least {@link #MIN_MEMORY_BYTES}
     * @throws ParquetDamaged if it cannot be read
     */
    public static ParquetReader open(Path file, UnaryOperator<List<String>> wanted, int rowBytes, long memoryBytes)
            throws IOException {
        return new ParquetReader(file, wanted, rowBytes, memoryBytes);
    }

    /** A database that sees this one file, and a folder beside it to spill to. */
    static Connection connect(Path link, long memoryBytes) throws SQLException, IOException {
        Path spill = Files.createDirectory(link.resolveSibling("spill"));
        Properties settings = new Properties();
        settings.put("threads", "1");
        settings.put("memory_limit", memoryBytes + "B");
        settings.put("preserve_insertion_order", "true");
        settings.put("temp_directory", spill.toString());
        settings.put("extension_directory", spill.toString());
        settings.put("custom_extension_repository", spill.toString());
        settings.put("autoinstall_known_extensions", "false");
        settings.put("autoload_known_extensions", "false");
        settings.put("allow_community_extensions", "false");
        settings.put("jdbc_stream_results", "true");
        Connection opened = new DuckDBDriver().connect("jdbc:duckdb:", settings);
        try (Statement lock = opened.createStatement()) {
            lock.execute("SET allowed_paths = ['" + link + "']");
            lock.execute("SET enable_external_access = false");
            lock.execute("SET lock_configuration = true");
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    private static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (columns.next()) {
                found.add(columns.getString(1));
            }
        }
        return found;
    }

    /** Each row as JSON; too long a row comes as its length alone. */
    private static String query(List<String> columns, String table, int rowBytes) {
        String struct = columns.stream()
                .map(column -> "\"" + column.replace("\"", "\"\"") + "\"")
                .map(quoted -> quoted + " := " + quoted)
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
        return "SELECT CASE WHEN strlen(j) <= " + rowBytes + " THEN j END, strlen(j) FROM (SELECT to_json(" + struct
                + ")::VARCHAR AS j FROM " + table + ")";
    }

    /**
     * The next row; empty behind the last one.
     *
     * @throws ParquetDamaged if the file cannot be read on
     */
    public Optional<ParquetRow> next() throws IOException {
        try {
            if (!rows.next()) {
                return Optional.empty();
            }
            rowsRead++;
            return Optional.of(new ParquetRow(Optional.ofNullable(rows.getString(JSON)), rows.getLong(BYTES)));
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    private ParquetDamaged damaged(SQLException cause) {
        String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new ParquetDamaged(
                said.replace(folder.toString() + "/", ""), rowsRead, said.startsWith("Out of Memory"), cause);
    }

    @Override
    public void close() throws IOException {
        close(connection);
    }

    private void close(Connection opened) throws IOException {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB does not close", e);
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
