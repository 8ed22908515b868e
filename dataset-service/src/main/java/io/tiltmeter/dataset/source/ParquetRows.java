package io.tiltmeter.dataset.source;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * The rows of a Parquet file in its order, as JSON, read by DuckDB within the process. DuckDB sees this one file and a
 * temporary folder, no network and no extension, one thread and a bound of memory.
 */
final class ParquetRows implements RawRows {
    private static final int JSON = 1;
    private static final int BYTES = 2;

    private final SourceLimits limits;
    private final Path folder;
    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;
    private long characters;
    private long number;

    private ParquetRows(Path file, SourceLimits limits) throws IOException {
        this.limits = limits;
        this.folder = Files.createTempDirectory("tiltmeter-parquet");
        Connection opened = null;
        try {
            // a link of a plain name: the file's own might hold quotes, or asterisks, which DuckDB expands
            Path link = Files.createSymbolicLink(folder.resolve("source.parquet"), file.toAbsolutePath());
            opened = connect(link, limits);
            statement = opened.createStatement();
            rows = statement.executeQuery(query(statement, "read_parquet('" + link + "')"));
            connection = opened;
        } catch (SQLException e) {
            close(opened);
            throw damaged(e);
        } catch (IOException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    static ParquetRows open(Path file, SourceLimits limits) throws IOException {
        return new ParquetRows(file, limits);
    }

    /** A database that sees this one file, and a folder beside it to spill to. */
    static Connection connect(Path link, SourceLimits limits) throws SQLException, IOException {
        Path spill = Files.createDirectory(link.resolveSibling("spill"));
        Properties settings = new Properties();
        settings.put("threads", "1");
        settings.put("memory_limit", limits.parquetMemoryBytes() + "B");
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

    /** Each row as JSON, only the columns that a shape reads; too long a row comes as its length alone. */
    private String query(Statement statement, String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (columns.next()) {
                found.add(columns.getString(1));
            }
        }
        List<String> wanted =
                found.stream().filter(SourceShape.columns()::contains).toList();
        if (wanted.isEmpty()) {
            throw SourceShape.unknown(found);
        }
        String struct = wanted.stream()
                .map(column -> "\"" + column + "\" := \"" + column + "\"")
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
        return "SELECT CASE WHEN strlen(j) <= " + limits.maxRowBytes() + " THEN j END, strlen(j) FROM (SELECT to_json("
                + struct + ")::VARCHAR AS j FROM " + table + ")";
    }

    @Override
    public Optional<RawRow> next() throws IOException {
        try {
            if (!rows.next()) {
                return Optional.empty();
            }
            number++;
            long bytes = rows.getLong(BYTES);
            characters += bytes;
            if (characters > limits.maxExpandedBytes()) {
                throw new SourceRefused(
                        "file",
                        "more than " + limits.maxExpandedBytes() + " bytes of rows",
                        "maxExpandedBytes is " + limits.maxExpandedBytes(),
                        "split the file, or raise the limit if you trust it");
            }
            String json = rows.getString(JSON);
            return Optional.of(
                    json == null
                            ? new RawRow.Unreadable(
                                    0,
                                    "is " + bytes + " bytes long, and a row may have " + limits.maxRowBytes()
                                            + ": split it, or raise maxRowBytes")
                            : new RawRow.Text(0, json));
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    private SourceRefused damaged(SQLException cause) {
        String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        boolean memory = said.startsWith("Out of Memory");
        return new SourceRefused(
                number == 0 ? "file" : "row " + number,
                said.replace(folder.toString() + "/", ""),
                memory
                        ? "parquetMemoryBytes is " + limits.parquetMemoryBytes()
                        : "a Parquet file has a readable footer and pages",
                memory
                        ? "write it with smaller row groups, or raise the limit"
                        : "it was cut off or damaged: send it again, or write it anew as JSON lines",
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
