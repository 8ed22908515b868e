package io.tiltmeter.results.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.results.export.ParquetWriter.Column;
import io.tiltmeter.results.export.ParquetWriter.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetWriterTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("a \"b\"", Type.TEXT),
            new Column("n", Type.WHOLE),
            new Column("x", Type.REAL),
            new Column("f", Type.FLAG));

    private static byte[] bytes() throws IOException {
        try (ParquetWriter table = ParquetWriter.of(COLUMNS)) {
            table.row(List.of("it's; é", 7, 0.1, true)).row(Arrays.asList(null, null, null, null));
            table.row(List.of("", 1L << 40, Double.MIN_VALUE, false));
            return Files.readAllBytes(table.write());
        }
    }

    @Test
    void whatWasWrittenIsReadToTheLastDigit(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("t.parquet"), bytes());
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
            assertEquals("a \"b\"", rows.getMetaData().getColumnName(1));
            assertTrue(rows.next());
            assertEquals(
                    List.of("it's; é", 7L, 0.1, true),
                    List.of(rows.getString(1), rows.getLong(2), rows.getDouble(3), rows.getBoolean(4)));
            assertTrue(rows.next());
            assertEquals(null, rows.getObject(1));
            assertEquals(null, rows.getObject(3));
            assertTrue(rows.next());
            assertEquals(1L << 40, rows.getLong(2));
            assertEquals(Double.MIN_VALUE, rows.getDouble(3));
            assertFalse(rows.next());
        }
    }

    @Test
    void theSameRowsGiveTheSameBytesAndNothingStaysBehind() throws IOException {
        assertArrayEquals(bytes(), bytes());
        Path file;
        try (ParquetWriter table = ParquetWriter.of(COLUMNS)) {
            file = table.write();
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file.getParent()));
    }

    @Test
    void aRowOfAnotherWidthIsRefused() throws IOException {
        try (ParquetWriter table = ParquetWriter.of(COLUMNS)) {
            assertThrows(IllegalArgumentException.class, () -> table.row(List.of("one")));
        }
    }
}
