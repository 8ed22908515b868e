package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that Parquet has and JSON has not. */
class ParquetValuesTest {
    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void open() {
        imports = new Imports(folder);
    }

    private Imported imported(String query) throws Exception {
        return imports.file(imports.parquet("values.parquet", query), ReadLimits.forSources());
    }

    @Test
    void bytesWithoutAnAnnotationAreTexts() throws Exception {
        Imported imported =
                imported("SELECT encode('café \\ 日本😀') AS instruction, NULL::BLOB AS input, encode('a\"\n' || i)"
                        + " AS output FROM range(3000) t(i)");
        assertEquals("café \\ 日本😀", imported.rows().get(2999).question());
        assertEquals("a\"\n2999", imported.rows().get(2999).answer());
        assertEquals(0, imported.version().withContextCount());
    }

    @Test
    void bytesWithinListsAndStructsAreTexts() throws Exception {
        Imported imported = imported("SELECT [{'role': encode('user'), 'content': encode('café')}, {'role':"
                + " encode('assistant'), 'content': encode('thé')}] AS messages, encode('é1') AS id");
        assertEquals("café", imported.rows().get(0).question());
        assertEquals("thé", imported.rows().get(0).answer());
        assertEquals("é1", imported.rows().get(0).id());
        Imported squad = imported("SELECT encode('é') AS context, 'q' AS question, {'text': [encode('café')],"
                + " 'answer_start': [1]} AS answers");
        assertEquals("café", squad.rows().get(0).answer());
    }

    @Test
    void bytesThatAreNoUtf8RejectTheirRowByColumn() throws Exception {
        Imported imported =
                imported("SELECT 'q' AS instruction, CASE WHEN i % 2 = 0 THEN encode('é') ELSE '\\xC3('::BLOB END"
                        + " AS output FROM range(6) t(i)");
        assertEquals(3, imported.version().rowCount());
        assertEquals(
                List.of(new RejectedRow(0, 2, "output is not a text but bytes that are no UTF-8")),
                imported.version().firstRejected().subList(0, 1));
        Imported conversations =
                imported("SELECT [{'role': 'user', 'content': encode('a')}, {'role': 'assistant', 'content':"
                        + " CASE WHEN i = 1 THEN '\\xE9'::BLOB ELSE encode('b') END}] AS messages FROM range(2) t(i)");
        assertEquals(
                "messages[1].content is not a text but bytes that are no UTF-8",
                conversations.version().firstRejected().get(0).reason());
    }

    @Test
    void onlyWholeCharactersOfUtf8AreTexts() throws Exception {
        for (String bytes : List.of(
                "\\x80",
                "\\xC0\\x80",
                "\\xC3",
                "\\xE0\\x80\\x80",
                "\\xED\\xA0\\x80",
                "\\xF0\\x80\\x80\\x80",
                "\\xF4\\x90\\x80\\x80",
                "\\xFF")) {
            Imported imported = imported(
                    "SELECT 'q' AS instruction, 'a'::BLOB AS output UNION ALL SELECT 'q', 'x" + bytes + "y'::BLOB");
            assertEquals(1, imported.version().rejectedCount(), bytes);
        }
    }

    @Test
    void numbersThatJsonDoesNotHaveAreNulls() throws Exception {
        Imported imported =
                imported("SELECT 'q' AS instruction, 'a' AS output, 'nan'::FLOAT AS id, '-inf'::DOUBLE AS system"
                        + " UNION ALL SELECT 'q', 'a', 2.5, NULL");
        assertEquals(
                List.of("", "2.5"), imported.rows().stream().map(SourceRow::id).toList());
        Imported conversations = imported("SELECT [{'role': 'user', 'content': 'a', 'weight': 'nan'::DOUBLE}, {'role':"
                + " 'assistant', 'content': 'b', 'weight': 1}] AS messages");
        assertEquals(1, conversations.version().rowCount());
    }
}
