package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.file.FileFormat;
import io.tiltmeter.dataset.file.ParquetFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suites as Parquet files. */
class ParquetSuiteTest {
    @TempDir
    Path folder;

    private SuiteFixture files;

    @BeforeEach
    void openFolder() {
        files = new SuiteFixture(folder);
    }

    @Test
    void parquetAndJsonLinesAreTheSameVersion() throws Exception {
        ImportedSuite suite = read("SELECT 'Varn is in Osk.' AS context, 'Where is Varn?' AS question, 'Osk' AS answer,"
                + " 'Tel' AS memory_answer, 7 AS \"a \"\"note\"\"\"");
        assertEquals(FileFormat.PARQUET, suite.format());
        assertEquals(List.of("a \"note\""), suite.ignoredColumns());
        assertEquals(files.read(SuiteFixture.row("Where is Varn?")).version(), suite.version());
    }

    @Test
    void nestedBenchmarksAreRead() throws Exception {
        ImportedSuite arc = read("SELECT 'a' AS id, 'Which is cold?' AS question,"
                + " {'text': ['ice', 'sand'], 'label': ['A', 'B']} AS choices, 'A' AS \"answerKey\"");
        assertEquals("arc", arc.shape());
        assertEquals("ice", arc.items().get(0).memoryAnswer());
        ImportedSuite squad = read("SELECT '1' AS id, 't' AS title, 'Varn is in Osk.' AS context,"
                + " 'Where is Varn?' AS question, {'text': ['Osk'], 'answer_start': [11]} AS answers");
        assertEquals("squad", squad.shape());
        assertEquals("Osk", squad.items().get(0).contextAnswer());
        ImportedSuite mmlu = read(
                "SELECT 'Which is cold?' AS question, 'physics' AS subject, ['ice', 'sand', 'iron', 'wood'] AS choices, 1 AS answer");
        assertEquals("mmlu", mmlu.shape());
        assertEquals("sand", mmlu.items().get(0).memoryAnswer());
    }

    @Test
    void columnsOfAllTypesStandNextToTheTexts() throws Exception {
        ImportedSuite suite = read(
                "SELECT encode('Varn is in Osk.') AS context, encode('Where is Varn?') AS question,"
                        + " encode('Osk') AS answer, 'Tel' AS memory_answer, [[encode('é')], NULL] AS nested,"
                        + " MAP {'a': 'nan'::DOUBLE} AS map, MAP {'a': [{'b': encode('é')}]} AS deep, 'x'::ENUM ('x', 'y)') AS choice,"
                        + " {'a \"\"b': 'inf'::FLOAT, 'c': 1.5::DECIMAL(9, 2), 'd': NULL::STRUCT(e BLOB)} AS struct,"
                        + " [1.5::FLOAT] AS floats, DATE '2020-01-01' AS day, '\\xFF'::BLOB AS bytes, uuid() AS uuid, [1, 2]::INT[2] AS pair");
        assertEquals(
                List.of("nested", "map", "deep", "choice", "struct", "floats", "day", "bytes", "uuid", "pair"),
                suite.ignoredColumns());
        assertEquals(files.read(SuiteFixture.row("Where is Varn?")).version(), suite.version());
    }

    @Test
    void aFaultyRowIsReportedByItsNumber() throws Exception {
        ImportedSuite suite = read("SELECT 'c' AS context, CASE WHEN i = 1 THEN '' ELSE 'q' || i END AS question,"
                + " repeat('x', i * 1000) AS note, 'Osk' AS answer, 'Tel' AS memory_answer FROM range(3) t(i)");
        assertEquals(1, suite.items().size());
        assertEquals("line 2: question is blank", suite.rejected().get(0).toString());
        assertTrue(
                suite.rejected().get(1).reason().contains("bytes long, and a row may have 2000"),
                suite.rejected().get(1).reason());
    }

    @Test
    void aFileCutOffIsRefused() throws Exception {
        Path whole = ParquetFiles.write(
                folder.resolve("whole"), "SELECT 'c' AS context, 'q'||hash(i) AS question FROM range(2000) t(i)");
        byte[] bytes = Files.readAllBytes(whole);
        String refusal = files.refusal(Arrays.copyOf(bytes, bytes.length / 2));
        assertTrue(refusal.contains("the Parquet file is cut off or damaged"), refusal);
        assertTrue(refusal.contains("send it again"), refusal);
        assertTrue(files.refusal("PAR1").contains("cut off or damaged"));
    }

    @Test
    void rowsThatExpandBeyondTheLimitAreRefused() throws Exception {
        Path file = ParquetFiles.write(
                folder.resolve("bomb"),
                "SELECT repeat('x', 15000) AS context, 'q' || i AS question, 'a' AS answer, 'b' AS memory_answer"
                        + " FROM range(80) t(i)");
        assertTrue(Files.size(file) < SuiteFixture.LIMITS.fileBytes(), "the file itself is small");
        String refusal = files.refusal(Files.readAllBytes(file));
        assertTrue(refusal.contains("at most 1048576 bytes of rows a file"), refusal);
    }

    private ImportedSuite read(String query) throws Exception {
        Path file = ParquetFiles.write(folder.resolve("rows.parquet"), query);
        return SuiteImport.read(file, SuiteFixture.LIMITS);
    }
}
