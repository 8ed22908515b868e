package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.suite.ImportedSuite;
import io.tiltmeter.dataset.suite.SuiteFile;
import io.tiltmeter.dataset.suite.SuiteImport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose columns have other names. */
class ColumnMappingTest {
    private static final String ROWS =
            "{\"question\": \"q\", \"passage\": \"c\", \"answer\": \"a\", \"input\": \"old\"}\n";

    @TempDir
    Path folder;

    private static ColumnMapping mapping(String text) {
        List<Fault> faults = new ArrayList<>();
        ColumnMapping mapping = ColumnMapping.parse(text, SourceShape.columns(), faults);
        assertEquals(List.of(), faults);
        return mapping;
    }

    private SourceRow source(Path file, String columns) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        SourceImport.run(file, ReadLimits.forSources(), mapping(columns), rows, new ByteArrayOutputStream());
        try (var read = SourceRows.read(Files.write(folder.resolve("rows"), rows.toByteArray()))) {
            return read.findFirst().orElseThrow();
        }
    }

    @Test
    void columnsAreReadUnderTheirOtherNamesInEveryFormat() throws Exception {
        Imports imports = new Imports(folder);
        String columns = "instruction:question,input:passage,output:answer";
        for (Path file : List.of(
                Files.writeString(folder.resolve("a"), ROWS.repeat(3)),
                Files.writeString(folder.resolve("b"), "[" + ROWS + "]"),
                Files.writeString(folder.resolve("c"), "question,passage,answer,input\nq,c,a,old\n"),
                imports.parquet("d", "SELECT 'q' AS question, 'c' AS passage, 'a' AS answer, 'old' AS input"))) {
            SourceRow row = source(file, columns);
            assertEquals("q", row.question());
            assertEquals("c", row.context(), "and not the column that had the name");
            assertEquals("a", row.answer());
        }
    }

    @Test
    void twoColumnsMayExchangeTheirNames() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "{\"instruction\": \"a\", \"output\": \"q\"}");
        SourceRow row = source(file, "instruction:output,output:instruction");
        assertEquals("q", row.question());
        assertEquals("a", row.answer());
    }

    @Test
    void aColumnThatNoRowHasIsAFault() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), ROWS);
        FileRefused refused =
                assertThrows(FileRefused.class, () -> source(file, "instruction:query,output:answer,ignored:notes"));
        assertTrue(refused.getMessage().contains("does not have: query, notes"), refused.getMessage());
        Path many = Files.writeString(folder.resolve("b"), ROWS.repeat(1000));
        assertThrows(FileRefused.class, () -> source(many, "instruction:query,output:answer"));
        Path parquet = new Imports(folder).parquet("d", "SELECT 'q' AS question, 'a' AS answer");
        assertThrows(FileRefused.class, () -> source(parquet, "instruction:query,output:answer"));
    }

    @Test
    void whatIsNoMappingIsNamed() {
        List<Fault> faults = new ArrayList<>();
        ColumnMapping.parse("instruction,frage:b,output:c,output:d,input:c,:e,system:", SourceShape.columns(), faults);
        assertEquals(
                List.of("instruction", "frage:b", "output:d", "input:c", ":e", "system:"),
                faults.stream().map(Fault::value).toList());
        assertTrue(faults.get(1).limit().contains("is no name that columns are read as: answers, completion, "));
    }

    @Test
    void aColumnMayBeLeftOutOfASuite() throws Exception {
        String row = "{\"question\": \"q\", \"A\": \"1\", \"B\": \"2\", \"C\": \"3\", \"D\": \"4\", \"answer\": \"B\","
                + " \"answer_text\": \"2\"}";
        Path file = Files.writeString(folder.resolve("suite"), row);
        assertTrue(assertThrows(RuntimeException.class, () -> SuiteImport.read(file, ReadLimits.forSuites()))
                .getMessage()
                .contains("answer_text may hold a context or an answer"));
        ColumnMapping ignoring = ColumnMapping.parse("ignored:answer_text", SuiteImport.columns(), new ArrayList<>());
        assertEquals(
                "mmlu",
                SuiteImport.read(List.of(new SuiteFile(file, "")), ReadLimits.forSuites(), ignoring)
                        .shape());
    }

    @Test
    void aSuiteMayHaveOtherNames() throws Exception {
        Path file = Files.writeString(
                folder.resolve("suite"), "{\"query\": \"q\", \"passage\": \"c\", \"said\": \"x\", \"gold\": \"y\"}");
        ColumnMapping names = ColumnMapping.parse(
                "question:query,context:passage,context_answer:said,memory_answer:gold",
                SuiteImport.columns(),
                new ArrayList<>());
        ImportedSuite suite = SuiteImport.read(List.of(new SuiteFile(file, "")), ReadLimits.forSuites(), names);
        assertEquals("x", suite.items().get(0).contextAnswer());
        assertEquals("y", suite.items().get(0).memoryAnswer());
        assertEquals(List.of(), suite.ignoredColumns());
    }
}
