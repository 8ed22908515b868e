package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands behind the end of the data, or beside it, is a fault: nothing of a file is passed over without a word. */
class NothingPassedOverTest {
    private static final String GOOD = Imports.alpaca("Which town?", "", "Vantle");
    private static final String DOCUMENT = "{\"data\": [" + GOOD + "]}";
    private static final byte[] ROWS = (GOOD + "\n").getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void open() {
        imports = new Imports(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\n" + "{\"data\": []}", "garbage", "}", "]", ",", "\u0000"})
    void whatFollowsADocumentOrAnArrayIsAFault(String behind) {
        assertContains(imports.refusal(DOCUMENT + behind), "nothing follows the document");
        assertContains(imports.refusal("[" + GOOD + "]" + behind), "nothing follows the array");
    }

    @Test
    void aFurtherListOfRowsInADocumentIsAFault() {
        for (String document : List.of(
                "{\"data\": [" + GOOD + "], \"test\": [" + GOOD + "]}",
                "{\"test\": [" + GOOD + "], \"data\": [" + GOOD + "]}")) {
            assertContains(imports.refusal(document), "member \"test\"");
        }
        assertContains(imports.refusal("{\"data\": [" + GOOD + "], \"data\": []}"), "member \"data\"");
        assertContains(imports.refusal("{\"data\": [" + GOOD + "], \"v\": 1 2}"), "member \"v\"");
        assertEquals(
                1,
                imports.text("{\"version\": \"1\", \"data\": [" + GOOD + "], \"tags\": [\"a\"], \"of\": {\"a\": []}}")
                        .version()
                        .rowCount());
    }

    @Test
    void whatFollowsARowOnItsLineIsNamed() {
        assertEquals(
                "another object follows the row (line 2, column " + (GOOD.length() + 1)
                        + "): put one row on a line, and nothing else",
                reason(GOOD + "\n" + GOOD + GOOD));
        assertContains(reason(GOOD + "\n" + GOOD + " xx"), "\"x\" follows the row");
    }

    @Test
    void whatFollowsCompressedDataIsAFault() {
        for (byte[] behind : List.of("garbage".getBytes(StandardCharsets.US_ASCII), ROWS, new byte[] {1})) {
            assertContains(refusal(Imports.gzip(ROWS), behind), "follows the last member", "nothing follows it");
            refusal(Imports.zstandard(ROWS), behind);
        }
        refusal(Imports.gzip(ROWS), Imports.zstandard(ROWS));
        refusal(Imports.zstandard(ROWS), Imports.gzip(ROWS));
        assertEquals(1, rowsOf(Imports.gzip(ROWS), new byte[600]), "tapes are filled up with zeros");
    }

    @Test
    void aFurtherPieceOfCompressedDataCutOffAnywhereIsAFault() {
        for (byte[] whole : List.of(Imports.gzip(ROWS), Imports.zstandard(ROWS))) {
            for (int length = 1; length < whole.length; length++) {
                refusal(whole, Arrays.copyOf(whole, length));
            }
            assertEquals(2, rowsOf(whole, whole));
        }
    }

    @Test
    void skippableFramesOfZstandardAreSkipped() {
        byte[] skippable = {0x5A, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 'P', 'K'};
        byte[] whole = Imports.zstandard(ROWS);
        assertEquals(1, rowsOf(skippable, whole));
        assertEquals(2, rowsOf(whole, concatenated(skippable, whole)));
        assertEquals(1, rowsOf(whole, skippable));
    }

    @Test
    void twoParquetFilesOneBehindTheOtherAreRefused() throws Exception {
        byte[] one = Files.readAllBytes(imports.parquet("one.parquet", "SELECT 'a' AS instruction, 'b' AS output"));
        byte[] more = Files.readAllBytes(
                imports.parquet("more.parquet", "SELECT 'c' AS instruction, 'd' AS output FROM range(3)"));
        for (byte[] second : List.of(one, more)) {
            assertContains(refusal(one, second), "two Parquet files");
            assertContains(refusal(more, second), "two Parquet files");
        }
        assertEquals(3, rowsOf(more, new byte[0]));
        refusal(one, "garbage".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aQuoteWithinACellIsNoEndOfIt() {
        Imported imported = imports.text("instruction,output\n5\" pipe,x\n6\" pipe,y\n\"7\"\"\nz\",v\n");
        assertEquals(
                List.of("5\" pipe", "6\" pipe", "7\"\nz"),
                imported.rows().stream().map(SourceRow::question).toList());
    }

    @Test
    void carriageReturnsAloneEndLines() {
        assertEquals(2, imports.text(GOOD + "\r" + GOOD + "\r").version().rowCount());
        assertEquals(2, imports.text("instruction,output\ra,b\rc,d").version().rowCount());
        assertEquals(2, imports.text(GOOD + "\r\n" + GOOD + "\r\n").version().rowCount());
    }

    @Test
    void aByteOrderMarkBetweenFilesThatWerePutTogetherIsSkipped() {
        assertEquals(
                2, imports.text("\uFEFF" + GOOD + "\n\uFEFF" + GOOD).version().rowCount());
    }

    @Test
    void noReasonNamesAClassOfTheParser() {
        for (String broken : List.of(
                GOOD + GOOD,
                "{\"a\": [1}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": \"b",
                "{\"a\": \"\u0001\"}",
                "{\"a\": 00}",
                "{\"a\": \"\\x\"}",
                "{\"instruction\": " + "[".repeat(2000))) {
            String reason = reason(GOOD + "\n" + broken);
            assertFalse(reason.matches("(?s).*(jackson|Feature|Constraints|Source:|`).*"), reason);
        }
    }

    private String reason(String content) {
        return imports.text(content).version().firstRejected().get(0).reason();
    }

    private long rowsOf(byte[] one, byte[] behind) {
        return imports.bytes(concatenated(one, behind), ReadLimits.forSources())
                .version()
                .rowCount();
    }

    private String refusal(byte[] one, byte[] behind) {
        return imports.refusal(concatenated(one, behind), ReadLimits.forSources());
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static void assertContains(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), "\"" + part + "\" is not in: " + message);
        }
    }
}
