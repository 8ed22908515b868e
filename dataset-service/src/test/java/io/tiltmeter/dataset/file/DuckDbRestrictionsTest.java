package io.tiltmeter.dataset.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads the imported file alone: no other file and nothing of the network, whatever a query says. */
class DuckDbRestrictionsTest {
    @TempDir
    Path folder;

    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        Path file = ParquetFiles.write(folder.resolve("source.parquet"), "SELECT 'a' AS instruction, 'b' AS output");
        Files.writeString(folder.resolve("other.txt"), "secret");
        connection = ParquetReader.connect(file, 256L << 20);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theImportedFileIsRead() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT output FROM '" + folder.resolve("source.parquet") + "'")) {
            assertTrue(rows.next(), "the one file that it may read");
        }
    }

    @Test
    void noOtherFileIsReadOrWritten() {
        assertRefused("SELECT * FROM read_text('" + folder.resolve("other.txt") + "')", "Permission Error");
        assertRefused("COPY (SELECT 1) TO '" + folder.resolve("new.csv") + "'", "Permission Error");
        assertRefused("ATTACH '" + folder.resolve("new.db") + "'", "Permission Error");
    }

    @Test
    void networkAccessIsRefused() {
        assertRefused("SELECT * FROM read_text('https://example.invalid/a.txt')", "");
        assertRefused("INSTALL httpfs", "");
        assertRefused("LOAD httpfs", "");
    }

    @Test
    void settingsCannotBeChanged() {
        assertRefused("SET enable_external_access = true", "");
        assertRefused("SET memory_limit = '100GB'", "locked");
        assertRefused("SET allowed_paths = ['/']", "");
    }

    private void assertRefused(String sql, String reason) {
        String message = assertThrows(
                        SQLException.class,
                        () -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute(sql);
                            }
                        },
                        sql)
                .getMessage();
        assertTrue(message.contains(reason), sql + ": " + message);
        assertTrue(!message.contains("http://"), "it looked to the network: " + message);
    }
}
