package io.tiltmeter.dataset.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * The rows of a Parquet file in its order, read as JSON by DuckDB within the process. DuckDB sees this one file and a
 * temporary folder, no network and no extension, one thread and a bound of memory. Together the rows may have as many
 * bytes, as JSON, as a file may have.
 */
final class ParquetReader implements RowReader {
    /** The least native memory, in bytes, with which a row group can be read. */
    static final long MIN_MEMORY_BYTES = 64L << 20;

    private static final int JSON = 1;
    private static final int BYTES = 2;

    private final ReadLimits limits;
    private final Path folder;
    private final RowJson json;
    private final Connection connection;
    private final ResultSet rows;
    private long rowsRead;
    private long bytesRead;

    private ParquetReader(Path file, UnaryOperator<List<String>> columns, ReadLimits limits) throws IOException {
        this.limits = limits;
        this.json = new RowJson(limits.rowBytes());
        this.folder = Files.createTempDirectory("tiltmeter-parquet");
        Connection opened = null;
        try {
            // a link of a plain name: the file's own might hold quotes, or asterisks, which DuckDB expands
            Path link = Files.createSymbolicLink(folder.resolve("source.parquet"), file.toAbsolutePath());
            opened = connect(link, limits.parquetMemoryBytes());
            Statement statement = opened.createStatement();
            String table = "read_parquet('" + link + "')";
            Map<String, String> found = columns(statement, table);
            List<String> wanted = columns.apply(List.copyOf(found.keySet()));
            ParquetTail.check(file, dataEnd(statement, link));
            rows = statement.executeQuery(query(wanted, found, table, limits.rowBytes()));
            connection = opened;
        } catch (SQLException e) {
            close(opened);
            throw damaged(e);
        } catch (IOException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    static ParquetReader open(Path file, UnaryOperator<List<String>> columns, ReadLimits limits) throws IOException {
        return new ParquetReader(file, columns, limits);
    }

    /** A database that sees this one file, and a folder next to it for temporary files. */
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

    /** Names and types. */
    private static Map<String, String> columns(Statement statement, String table) throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (columns.next()) {
                found.put(columns.getString(1), columns.getString(2));
            }
        }
        return found;
    }

    /** The byte behind the last column chunk, as the footer says. */
    private static long dataEnd(Statement statement, Path link) throws SQLException {
        try (ResultSet end = statement.executeQuery(
                "SELECT max(least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset))"
                        + " + total_compressed_size) FROM parquet_metadata('" + link + "')")) {
            return end.next() ? end.getLong(1) : 0;
        }
    }

    /** Each row as JSON; of a row that is too long only the length. */
    private static String query(List<String> columns, Map<String, String> types, String table, int rowBytes) {
        String struct = columns.stream()
                .map(column -> {
                    String quoted = "\"" + column.replace("\"", "\"\"") + "\"";
                    return quoted + " := " + ParquetValue.of(quoted, types.get(column));
                })
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
        return "SELECT CASE WHEN strlen(j) <= " + rowBytes + " THEN j END, strlen(j) FROM (SELECT to_json(" + struct
                + ")::VARCHAR AS j FROM " + table + ")";
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        try {
            if (!rows.next()) {
                return Optional.empty();
            }
            rowsRead++;
            long bytes = rows.getLong(BYTES);
            bytesRead += bytes;
            if (bytesRead > limits.fileBytes()) {
                throw new FileRefused(
                        "row " + rowsRead,
                        "more than " + limits.fileBytes() + " bytes of rows",
                        "at most " + limits.fileBytes() + " bytes of rows a file, as JSON",
                        "split the file");
            }
            String text = rows.getString(JSON);
            return Optional.of(
                    text == null
                            ? new FileRow.Rejected(new RowFault(
                                    0,
                                    "",
                                    RowBytes.tooLong(bytes, limits.rowBytes()).getMessage()))
                            : json.row(0, "", text));
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    private FileRefused damaged(SQLException cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        boolean isMemoryTooSmall = message.startsWith("Out of Memory");
        return new FileRefused(
                rowsRead == 0 ? "file" : "row " + rowsRead,
                message.replace(folder.toString() + "/", ""),
                isMemoryTooSmall
                        ? "a row group may take " + limits.parquetMemoryBytes() + " bytes of memory"
                        : "the Parquet file is cut off or damaged",
                isMemoryTooSmall
                        ? "write it with smaller row groups"
                        : "send it again, or write its rows as JSON lines",
                cause);
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
