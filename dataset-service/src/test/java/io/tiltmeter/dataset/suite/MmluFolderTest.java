package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.file.ColumnMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmluFolderTest {
    private static final String SUM = "What is 2 + 2?,3,4,5,6,B\n";

    @TempDir
    Path folder;

    @Test
    void aFileOfTheReleasedSetSaysItsSubject() throws IOException {
        assertEquals(
                List.of("subject:abstract_algebra"),
                tags(read(file("abstract_algebra_test.csv", SUM))).get(0));
        assertEquals(
                List.of("subject:us_foreign_policy"),
                tags(read(file("us_foreign_policy_dev.csv", SUM))).get(0));
        assertEquals(List.of(), tags(read(file("facts.csv", SUM))).get(0));
        assertEquals(List.of(), tags(read(file("", SUM))).get(0));
    }

    @Test
    void aSubjectInTheRowIsKept() throws IOException {
        String row = "question,subject,A,B,C,D,answer\nWhat is 2 + 2?,sums,3,4,5,6,B\n";
        assertEquals(
                List.of("subject:sums"),
                tags(read(file("abstract_algebra_test.csv", row))).get(0));
    }

    @Test
    void otherShapesGetNoSubject() throws IOException {
        String row = "context,question,answer,memory_answer\nVarn is in Osk.,Where is Varn?,Osk,Tel\n";
        ImportedSuite suite = read(file("geography_test.csv", row));
        assertEquals(List.of(), tags(suite).get(0));
        assertEquals(List.of(), suite.ignoredColumns());
    }

    @Test
    void theFilesOfAFolderAreOneSuiteWithASubjectForEachRow() throws IOException {
        ImportedSuite suite = read(
                file("anatomy_test.csv", "Which is a bone?,tibia,liver,heart,skin,A\nx,y\n"),
                file("virology_test.csv", "Which is a virus?,yeast,HIV,mould,moss,B\n\n1,2,3\n" + SUM));
        assertEquals("mmlu", suite.shape());
        assertEquals(
                List.of(List.of("subject:anatomy"), List.of("subject:virology"), List.of("subject:virology")),
                tags(suite));
        assertEquals(
                List.of("anatomy_test.csv 2", "virology_test.csv 3"),
                suite.rejected().stream()
                        .map(fault -> fault.place() + " " + fault.line())
                        .toList());
    }

    @Test
    void aFolderOfSeveralFormatsIsRefusedByTheNameOfTheFile() throws IOException {
        InvalidRequest refused = assertThrows(
                InvalidRequest.class,
                () -> read(file("anatomy_test.csv", SUM), file("readme.json", "[" + SuiteFixture.row("a") + "]")));
        assertEquals("file readme.json", refused.faults().get(0).field());
        InvalidRequest empty =
                assertThrows(InvalidRequest.class, () -> read(file("a_test.csv", SUM), file("b_test.csv", "\n")));
        assertEquals("file b_test.csv", empty.faults().get(0).field());
    }

    private SuiteFile file(String name, String text) throws IOException {
        return new SuiteFile(Files.writeString(folder.resolve("file-" + name), text), name);
    }

    private static ImportedSuite read(SuiteFile... files) throws IOException {
        return SuiteImport.read(List.of(files), SuiteFixture.LIMITS, ColumnMapping.NONE);
    }

    private static List<List<String>> tags(ImportedSuite suite) {
        return suite.items().stream().map(SuiteItem::tags).toList();
    }
}
