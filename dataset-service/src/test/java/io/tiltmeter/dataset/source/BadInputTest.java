package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faulty rows are rejected and faulty files are refused, with the position and a remedy. */
class BadInputTest {
    private static final String GOOD = Imports.alpaca("Which town?", "", "Vantle");

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void open() {
        imports = new Imports(folder);
    }

    @Test
    void malformedJsonOfALineRejectsThatLine() {
        Imported imported = imports.text(GOOD + "\n\n{\"instruction\": \"a\", \"output\" \"b\"}\n" + GOOD + "\n");
        assertEquals(2, imported.version().rowCount());
        RejectedRow rejected = imported.version().firstRejected().get(0);
        assertEquals(3, rejected.line());
        assertEquals(2, rejected.number());
        assertTrue(
                rejected.reason().contains("line 3, column 31, expected a colon behind the name output"),
                rejected.reason());
        assertTrue(imported.rejected().startsWith("{\"line\":3,\"number\":2,\"reason\":\"the row is not valid JSON"));
        assertEquals(3, imported.rows().get(1).number(), "numbers count rejected rows too");
    }

    @Test
    void malformedJsonInAnArrayRejectsThatRow() {
        Imported imported = imports.text("[" + GOOD + ",\n\n{\"instruction\":\n nope},\n" + GOOD + "]");
        RejectedRow rejected = imported.version().firstRejected().get(0);
        assertEquals(3, rejected.line());
        assertTrue(rejected.reason().contains("found nope at line 4, column 2"), rejected.reason());
        assertEquals(2, imported.version().rowCount());
    }

    @Test
    void anArrayThatEndsEarlyIsRefused() {
        assertRefused(imports.refusal("[" + GOOD + ",\n" + GOOD.substring(0, 20)), "line 2", "cut off");
        assertRefused(imports.refusal("[" + GOOD + ",\n{\"instruction\": 1"), "line 2", "cut off");
        assertRefused(imports.refusal("[" + GOOD + "\n"), "line 2", "the end of the file");
        assertRefused(imports.refusal("[" + GOOD + "\n" + GOOD + "]"), "line 2", "a , or ]");
        assertRefused(imports.refusal("[" + GOOD + "]\n" + GOOD), "line 2", "follows the array");
    }

    @Test
    void aRowBeyondTheLimitIsRejectedWithoutBeingStored() {
        String longRow = Imports.alpaca("a", "", "x".repeat(3_000_000));
        ReadLimits limits = Imports.limits(1000, 1 << 30, 200);
        for (String content :
                new String[] {GOOD + "\n" + longRow + "\n" + GOOD, "[" + GOOD + ",\n" + longRow + "," + GOOD + "]"}) {
            Imported imported = imports.bytes(content.getBytes(StandardCharsets.UTF_8), limits);
            assertEquals(2, imported.version().rowCount());
            RejectedRow rejected = imported.version().firstRejected().get(0);
            assertEquals(2, rejected.line());
            assertTrue(rejected.reason().contains("is 3000047 bytes long, and a row may have 1000"), rejected.reason());
        }
    }

    @Test
    void aParquetRowBeyondTheLimitIsRejected() throws Exception {
        Path file = imports.parquet(
                "long.parquet", "SELECT 'a' AS instruction, repeat('x', i * 2000) || 'b' AS output FROM range(2) t(i)");
        Imported imported = imports.file(file, Imports.limits(1000, 1 << 30, 200));
        assertEquals(1, imported.version().rowCount());
        assertEquals(0, imported.version().firstRejected().get(0).line());
    }

    @Test
    void aParquetFileCutOffOrDamagedIsRefused() throws Exception {
        Path file = imports.parquet(
                "whole.parquet", "SELECT 'a'||hash(i) AS instruction, 'b'||hash(i) AS output FROM range(20000) t(i)");
        byte[] whole = Files.readAllBytes(file);
        ReadLimits limits = ReadLimits.forSources();
        assertRefused(imports.refusal(Arrays.copyOf(whole, whole.length / 2), limits), "file", "cut off or damaged");
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, whole.length / 4, whole.length / 2, (byte) 0x5A);
        assertRefused(imports.refusal(damaged, limits), "", "cut off or damaged");
        assertRefused(imports.refusal(Arrays.copyOf(whole, 6), limits), "file", "cut off or damaged");
    }

    @Test
    void readingParquetLeavesNoTemporaryFile() throws Exception {
        Path file = imports.parquet("one.parquet", "SELECT 'a' AS instruction, 'b' AS output");
        imports.file(file, ReadLimits.forSources());
        imports.refusal(Arrays.copyOf(Files.readAllBytes(file), 40), ReadLimits.forSources());
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertEquals(
                    0,
                    left.filter(path -> path.toString().contains("tiltmeter-parquet"))
                            .count());
        }
    }

    @Test
    void compressedFilesAreRefusedByRatioAndBySize() {
        byte[] blanks = (GOOD + "\n" + " ".repeat(20_000_000)).getBytes(StandardCharsets.UTF_8);
        ReadLimits limits = ReadLimits.forSources();
        assertRefused(imports.refusal(Imports.gzip(blanks), limits), "file", "decompression bomb");
        assertRefused(imports.refusal(Imports.zstandard(blanks), limits), "file", "decompression bomb");
        ReadLimits small = Imports.limits(1000, 10_000, 1e9);
        byte[] rows = (GOOD + "\n").repeat(1000).getBytes(StandardCharsets.UTF_8);
        assertRefused(imports.refusal(Imports.gzip(rows), small), "at most 10000 bytes a file", "split the file");
        assertRefused(imports.refusal(rows, small), "at most 10000 bytes a file", "split the file");
    }

    @Test
    void aZipIsRefusedUnopened() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("rows.jsonl"));
            zip.write(new byte[1 << 20]);
        }
        assertRefused(imports.refusal(bytes.toByteArray(), ReadLimits.forSources()), "zip archive", "unpack it");
    }

    @Test
    void compressedFilesCutOffAreRefused() {
        byte[] rows = (GOOD + "\n").repeat(3).getBytes(StandardCharsets.UTF_8);
        ReadLimits limits = ReadLimits.forSources();
        for (byte[] whole : new byte[][] {Imports.gzip(rows), Imports.zstandard(rows)}) {
            assertRefused(imports.refusal(Arrays.copyOf(whole, whole.length - 5), limits), "file", "cut off");
            assertRefused(imports.refusal(Arrays.copyOf(whole, 5), limits), "file", "cut off");
        }
        byte[] twice = Imports.gzip(Imports.gzip(rows));
        assertRefused(imports.refusal(twice, limits), "another compressed file", "expand it once");
    }

    @Test
    void otherEncodingsAreNamed() {
        byte[] mixed =
                (GOOD + "\n" + Imports.alpaca("a", "", "caf\u00e9") + "\n").getBytes(StandardCharsets.ISO_8859_1);
        Imported imported = imports.bytes(mixed, ReadLimits.forSources());
        RejectedRow rejected = imported.version().firstRejected().get(0);
        assertEquals(2, rejected.line());
        assertTrue(rejected.reason().contains("0xE9, is not UTF-8: convert"), rejected.reason());
        byte[] utf16 = GOOD.getBytes(StandardCharsets.UTF_16);
        assertRefused(imports.refusal(utf16, ReadLimits.forSources()), "UTF-16", "iconv");
        byte[] unmarked = GOOD.getBytes(StandardCharsets.UTF_16LE);
        assertRefused(imports.refusal(unmarked, ReadLimits.forSources()), "UTF-16", "iconv");
    }

    @Test
    void nulAndHalfSurrogatesRejectTheirRow() {
        Imported imported = imports.text(GOOD + "\n" + Imports.alpaca("a", "", "b\u0000c") + "\n"
                + Imports.alpaca("a", "", "b\\u0000c") + "\n" + Imports.alpaca("a", "", "b\\ud83dc") + "\n"
                + Imports.alpaca("a", "\\ude00", "b") + "\n");
        assertEquals(1, imported.version().rowCount());
        assertEquals(4, imported.version().rejectedCount());
        assertTrue(reason(imported, 0).contains("is NUL"), reason(imported, 0));
        assertEquals("output has NUL, U+0000, at character 2: remove it", reason(imported, 1));
        assertTrue(reason(imported, 2).contains("output has half a surrogate pair, \\ud83d, at character 2"));
        assertTrue(reason(imported, 3).contains("input has half a surrogate pair, \\ude00"));
    }

    @Test
    void unknownColumnsAreReportedWithTheKnownOnes() {
        assertRefused(
                imports.refusal("{\"frage\": \"a\", \"antwort\": \"b\"}"), "frage, antwort", "instruction, output");
        Imported imported = imports.text(GOOD + "\n{\"instruction\": \"a\", \"response\": \"b\"}\n[1]\n"
                + "{\"instruction\": \"a\", \"output\": null}\n{\"instruction\": 3, \"output\": \"b\"}\n");
        assertEquals("lacks output; it has [instruction, response]", reason(imported, 0));
        assertEquals("is not a JSON object but array", reason(imported, 1));
        assertEquals("output is missing or null", reason(imported, 2));
        assertEquals("instruction is not a text but number", reason(imported, 3));
    }

    @Test
    void conversationsWithTurnsOutOfOrderAreRejected() {
        String good =
                "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}]}";
        Imported imported = imports.text(good + "\n"
                + good.replace("assistant", "tool") + "\n"
                + good.replace("assistant", "user") + "\n"
                + good.replace("\"b\"", "\" \"") + "\n"
                + "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}\n"
                + "{\"messages\": []}\n");
        assertEquals("messages[1].role \"tool\" is none of system, user (human), assistant (gpt)", reason(imported, 0));
        assertEquals("messages[1] is the user's where the assistant has its turn", reason(imported, 1));
        assertEquals("messages[1].content is blank", reason(imported, 2));
        assertTrue(reason(imported, 3).contains("ends without an answer"));
        assertEquals("messages is empty", reason(imported, 4));
    }

    @Test
    void emptyFilesAreRefused() {
        for (String empty : new String[] {"", "  \n\n", "[]", "[ ]\n"}) {
            assertTrue(imports.refusal(empty).contains("send at least one row"), empty);
        }
        assertRefused(imports.refusal("{\n\"instruction\": \"a\"\n}"), "none of the first 3 rows", "pretty-printed");
        assertRefused(imports.refusal(Imports.alpaca("a", "", " ")), "no row can be read", "output is blank");
    }

    @Test
    void aFaultyCsvRowIsRejected() {
        Imported imported = imports.text("instruction,output\na,b,c\n\na,\"b\nc,d\n");
        assertEquals(1, imported.version().rowCount());
        assertEquals(
                "the row has 3 cells, the header 2: quote cells that hold a separator or a line end",
                reason(imported, 0));
        assertEquals(4, imported.version().firstRejected().get(1).line());
        assertTrue(reason(imported, 1).contains("never closes"), reason(imported, 1));
        assertRefused(imports.refusal("frage,antwort\na,b\n"), "frage, antwort", "instruction, output");
        assertRefused(imports.refusal("instruction,output\n"), "no rows", "send at least one row");
        assertRefused(imports.refusal("a,a\nb,c\n"), "line 1", "appears twice");
        byte[] binary = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        assertRefused(imports.refusal(binary, ReadLimits.forSources()), "line 1", "0x89, is not UTF-8");
    }

    @Test
    void aDocumentTruncatedAfterItsRowsIsRefused() {
        String document = "{\"data\": [" + GOOD + "], \"version\": 1";
        assertEquals(1, imports.text(document + "}\n").version().rowCount());
        assertRefused(imports.refusal(document), "the end of the file", "has no end");
        assertRefused(imports.refusal("{\"data\": [" + GOOD + "]"), "the end of the file", "follows the last member");
        assertRefused(imports.refusal(document + "}\n{}"), "line 2", "follows the document");
    }

    @Test
    void theListOfRejectionsIsBoundedAndTheFileIsNot() {
        Imported imported = imports.text(GOOD + "\n" + "nonsense\n".repeat(250));
        assertEquals(250, imported.version().rejectedCount());
        assertEquals(100, imported.version().firstRejected().size());
        assertEquals(250, imported.rejected().lines().count());
    }

    private static String reason(Imported imported, int index) {
        return imported.version().firstRejected().get(index).reason();
    }

    private static void assertRefused(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), "\"" + part + "\" is not in: " + message);
        }
    }
}
