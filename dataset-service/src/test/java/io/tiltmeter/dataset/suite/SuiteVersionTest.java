package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.file.FileFormat;
import io.tiltmeter.dataset.file.FileRow;
import io.tiltmeter.dataset.file.RowReader;
import io.tiltmeter.servicekit.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal rows give equal bytes and one version; another row gives another version. */
class SuiteVersionTest {
    @TempDir
    Path folder;

    private SuiteFixture files;

    @BeforeEach
    void openFolder() {
        files = new SuiteFixture(folder);
    }

    @Test
    void sameRowsInAnyFormatAreTheSameVersion() throws IOException {
        String row = SuiteFixture.row("Where is Varn?");
        String lines = files.read(row).version();
        assertEquals(lines, files.read("[\n  " + row + "\n]\n").version());
        assertEquals(lines, files.read("\uFEFF" + row + "\r\n").version());
        assertEquals(
                lines,
                files.read("context,question,answer,memory_answer\nVarn is in Osk.,Where is Varn?,Osk,Tel\n")
                        .version());
        assertEquals(
                lines,
                files.read("question\tcontext\tanswer\tmemory_answer\nWhere is Varn?\tVarn is in Osk.\tOsk\tTel\n")
                        .version());
    }

    @Test
    void rowsOfAnotherReaderAreTheSameVersion() throws IOException {
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("context", "Varn is in Osk.")
                .put("question", "Where is Varn?")
                .put("answer", "Osk")
                .put("memory_answer", "Tel");
        Iterator<FileRow> rows =
                List.<FileRow>of(new FileRow.Read(1, "", row, 0)).iterator();
        RowReader reader = new RowReader() {
            @Override
            public Optional<FileRow> next() {
                return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
        assertEquals(
                files.read(SuiteFixture.row("Where is Varn?")).version(),
                SuiteImport.read(reader, FileFormat.PARQUET, SuiteFixture.LIMITS)
                        .version());
    }

    @Test
    void changedRowIsAnotherVersion() throws IOException {
        assertNotEquals(
                files.read(SuiteFixture.row("Where is Varn?")).version(),
                files.read(SuiteFixture.row("Where is  Varn?")).version());
    }

    /** The hashes are those of Python's hashlib over the texts, each after its length in bytes and a colon. */
    @Test
    void canonicalBytesArePinned() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CanonicalJson.write(files.read(SuiteFixture.row("Where is Varn?")).items(), bytes);
        assertEquals(
                "{\"id\":\"ca5cbbd9d38cba03\",\"cluster_id\":\"c-7b00e5cf2e58\",\"context\":\"Varn is in Osk.\","
                        + "\"question\":\"Where is Varn?\",\"context_answer\":\"Osk\",\"memory_answer\":\"Tel\","
                        + "\"context_aliases\":[],\"memory_aliases\":[],\"tags\":[]}\n",
                bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itemsReachOtherServicesWhole() throws IOException {
        SuiteItem withChoices = files.read(
                        "{\"question\": \"What is cold?\", \"choices\": [\"ice\", \"sand\", \"tin\", \"oak\"], \"answer\": 0}")
                .items()
                .get(0);
        SuiteItem unanswerable = files.read("{\"context\": \"Varn is in Osk.\", \"question\": \"Who built it?\","
                        + " \"answers\": {\"text\": [], \"answer_start\": []}}")
                .items()
                .get(0);
        for (SuiteItem item : List.of(withChoices, unanswerable)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CanonicalJson.write(List.of(item), bytes);
            String line = bytes.toString(StandardCharsets.UTF_8).strip();
            assertEquals(item, Json.mapper().readValue(line, SuiteItem.class));
            assertEquals(line, Json.mapper().writeValueAsString(item));
        }
        assertEquals(4, withChoices.choices().orElseThrow().texts().size());
    }

    @Test
    void canonicalBytesImportAsThemselves() throws IOException {
        ImportedSuite suite = files.read(SuiteFixture.row("Where is Varn?"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CanonicalJson.write(suite.items(), bytes);
        assertEquals(suite.version(), files.read(bytes.toByteArray()).version());
    }

    @Test
    void repeatedRowGetsANumberAndALaterRowKeepsItsId() throws IOException {
        String a = SuiteFixture.row("Where is Varn?");
        String b = SuiteFixture.row("Who is Varn?");
        List<String> once =
                files.read(a + "\n" + b).items().stream().map(SuiteItem::id).toList();
        List<String> twice = files.read(a + "\n" + a + "\n" + b).items().stream()
                .map(SuiteItem::id)
                .toList();
        assertEquals(List.of(once.get(0), once.get(0) + "-2", once.get(1)), twice);
    }
}
