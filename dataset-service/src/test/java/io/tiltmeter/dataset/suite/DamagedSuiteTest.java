package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.file.RowFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unchecked files: each fault is reported with its line, and the other rows are kept. */
class DamagedSuiteTest {
    private static final String GOOD = SuiteFixture.row("Where is Varn?");

    @TempDir
    Path folder;

    private SuiteFixture files;

    @BeforeEach
    void openFolder() {
        files = new SuiteFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"context\": \"c\", | not valid JSON",
                "{\"context\": 1, \"context\": 2} | found the name context a second time at line 3, column 16",
                "[1, 2] | of type array, not an object",
                "{\"question\": \"q\"} | the row has the columns [question]",
                "{\"context\": \"c\", \"question\": \"\", \"answer\": {}, \"memory_answer\": null} | question is blank; answer is of type object, not a text; memory_answer is missing",
                "{\"context\": \"c\", \"question\": \"\\ud800\", \"answer\": \"a\", \"memory_answer\": \"m\"} | half a surrogate pair, \\ud800, at character 1",
                "{\"context\": \"c\", \"question\": \"\\u0000\", \"answer\": \"a\", \"memory_answer\": \"m\"} | question has NUL, U+0000, at character 1",
                "{} {} | another object follows the row"
            })
    void faultyLineIsRejectedWithItsReason(String line, String reason) throws IOException {
        ImportedSuite suite = files.read(GOOD + "\n\n" + line + "\n" + SuiteFixture.row("Who is Varn?"));
        assertEquals(2, suite.items().size());
        assertEquals(1, suite.rejectedRows());
        RowFault fault = suite.rejected().get(0);
        assertEquals(3, fault.line());
        assertTrue(fault.reason().contains(reason), fault.reason());
    }

    @Test
    void lineOverTheLimitIsSkippedWithItsLength() throws IOException {
        ImportedSuite suite = files.read(GOOD + "\n" + SuiteFixture.row("x".repeat(3000)) + "\n" + GOOD);
        assertEquals(2, suite.items().size());
        assertEquals(2, suite.rejected().get(0).line());
        assertTrue(
                suite.rejected().get(0).reason().contains("and a row may have 2000"),
                suite.rejected().toString());
    }

    @Test
    void tooLongAnswerIsRejected() throws IOException {
        ImportedSuite suite = files.read("context,question,answer,memory_answer\nc,q,a,m\nc,r,a," + "m".repeat(1001));
        assertTrue(
                suite.rejected().get(0).reason().contains("memory_answer has 1001 characters, and 1000 are allowed"),
                suite.rejected().toString());
    }

    @Test
    void nulBytesAndOtherEncodingsRejectOnlyTheirLines() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((GOOD + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.write((SuiteFixture.row("caf\u00e9") + "\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.write((SuiteFixture.row("caf\u00e9") + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.write((SuiteFixture.row("\0") + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.write(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'});
        ImportedSuite suite = files.read(bytes.toByteArray());
        assertEquals(2, suite.items().size());
        assertEquals(
                List.of(2L, 4L, 5L),
                suite.rejected().stream().map(RowFault::line).toList());
        assertTrue(
                suite.rejected().get(0).reason().contains("0xE9, is not UTF-8"),
                suite.rejected().toString());
        assertTrue(
                suite.rejected().get(1).reason().contains("NUL"),
                suite.rejected().toString());
    }

    @Test
    void badBytesInAJsonArrayRejectOnlyTheirRows() throws IOException {
        String bad = SuiteFixture.row("caf\u00e9");
        byte[] bytes =
                ("[" + GOOD + ",\n" + bad + ",\n" + GOOD + ",\n" + bad + "]").getBytes(StandardCharsets.ISO_8859_1);
        ImportedSuite suite = files.read(bytes);
        assertEquals(2, suite.items().size());
        assertEquals(
                List.of(2L, 4L), suite.rejected().stream().map(RowFault::line).toList());
        assertTrue(
                suite.rejected().get(0).reason().contains("0xE9, is not UTF-8"),
                suite.rejected().toString());
    }

    @Test
    void malformedElementOfAJsonArrayIsRejectedAlone() throws IOException {
        ImportedSuite suite =
                files.read("[\n" + GOOD + ",\n{\"context\": nope},\n" + SuiteFixture.row("Who is Varn?") + "]");
        assertEquals(2, suite.items().size());
        assertEquals("[1]", suite.rejected().get(0).place());
        assertTrue(
                suite.rejected().toString().contains("line 3"), suite.rejected().toString());
    }

    @Test
    void brokenJsonArrayIsRefusedWithTheLineAndEarlierFaults() {
        String refusal = files.refusal("[\n" + GOOD + ",\n3,\n" + GOOD + "\n{\n]");
        assertTrue(refusal.contains("the file is damaged"), refusal);
        assertTrue(refusal.contains("line 3 [1]: the row is of type number"), refusal);
        assertTrue(refusal.contains("line 5"), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"question\": ", "[", "{\"data\": [{\"question\": \"q\"}", "[] []", "{\"data\": []} 1"})
    void cutOffOrOverlongDocumentIsRefused(String text) {
        assertTrue(files.refusal(text).contains("the file is damaged"), files.refusal(text));
    }

    @Test
    void deepNestingIsRefused() {
        String open = files.refusal("[" + "[".repeat(5000));
        assertTrue(open.contains("the row that begins here has no end"), open);
        SuiteFixture wide = new SuiteFixture(folder, SuiteFixture.limits(20_000, 10, 1 << 20, 10));
        String closed = wide.refusal("[" + "[".repeat(5000) + "]".repeat(5000) + "]");
        assertTrue(closed.contains("at most 1000 levels"), closed);
    }

    @Test
    void hugeElementIsRefusedBeforeItIsStored() {
        assertTrue(files.refusal("[{\"a\": [" + "1, ".repeat(20_000) + "1]}]").contains("a row may have 16000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n \n", "\uFEFF"})
    void emptyFileIsRefused(String text) {
        assertTrue(files.refusal(text).contains("empty or blank"), files.refusal(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "context,question,answer,memory_answer\n"})
    void fileWithoutRowsIsRefused(String text) {
        assertTrue(files.refusal(text).contains("the file has no row"), files.refusal(text));
    }

    @ParameterizedTest
    @CsvSource({"504b0304, zip", "1f8b08, gzip", "28b52ffd, zstd", "fffe, UTF-16", "feff, UTF-16"})
    void otherFormatsAreNamed(String start, String name) {
        String refusal = files.refusal(HexFormat.of().parseHex(start));
        assertTrue(refusal.contains(name), refusal);
    }

    @Test
    void unknownColumnsAreReportedWithTheKnownOnes() {
        String refusal = files.refusal("a,b\n1,2\n1\n");
        assertTrue(refusal.contains("line 3: the row has 1 cells"), refusal);
        assertTrue(refusal.contains("a, b: these columns are of no known shape"), refusal);
        assertTrue(refusal.contains("answer/memory_answer (context, question, answer, memory_answer)"), refusal);
    }

    @Test
    void fileWithoutAGoodRowReportsFaultsUpToTheLimit() {
        String refusal = files.refusal((SuiteFixture.row(" ") + "\n").repeat(30));
        assertTrue(refusal.contains("30 faulty rows"), refusal);
        assertTrue(refusal.contains("line 10: question is blank"), refusal);
        assertEquals(11, refusal.lines().count(), refusal);
    }

    @Test
    void rowsBeyondTheLimitAreRefused() {
        String refusal = files.refusal((GOOD + "\n").repeat(101));
        assertTrue(refusal.contains("more than 100 rows"), refusal);
    }

    @Test
    void largeFileIsRefusedUnread() {
        String refusal = files.refusal(new byte[(1 << 20) + 1]);
        assertTrue(refusal.contains("at most 1048576 bytes a file"), refusal);
    }

    @Test
    void csvRowWithAnotherNumberOfCellsIsRejected() throws IOException {
        ImportedSuite suite =
                files.read("context,question,answer,memory_answer\n\"two\nlines\",q,a,m\nc,q,a\nc,r,a,m\n");
        assertEquals(2, suite.items().size());
        assertEquals("two\nlines", suite.items().get(0).context());
        assertEquals(4, suite.rejected().get(0).line());
        assertTrue(
                suite.rejected().get(0).reason().contains("3 cells, the header 4"),
                suite.rejected().toString());
    }

    @Test
    void unclosedQuoteRejectsOnlyItsRow() throws IOException {
        ImportedSuite suite = files.read("context,question,answer,memory_answer\nc,\"q,a,m\nc,r,a,m\n");
        assertEquals(1, suite.items().size());
        assertEquals(2, suite.rejected().get(0).line());
        assertTrue(
                suite.rejected().get(0).reason().contains("never closes"),
                suite.rejected().toString());
    }

    @Test
    void headerThatCannotBeReadIsNotReplacedByTheNextRow() {
        String refusal = files.refusal("context,caf\u00e9\nc,q\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(refusal.contains("line 1: byte 12 of the row, 0xE9, is not UTF-8"), refusal);
    }

    @Test
    void columnNamedTwiceIsRefused() {
        String refusal = files.refusal("context,question,answer,answer\nc,q,a,m\n");
        assertTrue(refusal.contains("appears twice"), refusal);
    }

    @Test
    void idGivenTwiceIsRejected() throws IOException {
        String row = "{\"id\": \"7\", " + GOOD.substring(1);
        ImportedSuite suite = files.read(row + "\n" + row);
        assertEquals(1, suite.items().size());
        assertTrue(suite.rejected().get(0).reason().contains("belongs to an earlier row"));
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SuiteFixture.limits(2, 0, 1, 1));
    }
}
