package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFormatsTest {
    private static final String TWO_ROWS = Imports.alpaca("Which town?", "Orla lives in Vantle.", "Vantle") + "\n"
            + Imports.alpaca("Say \\\"hi\\\" ]},{[", "", "\\u00e9\\ud83d\\ude00") + "\n";

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void open() {
        imports = new Imports(folder);
    }

    @Test
    void alpacaLinesAndArraysAreTheSameRows() {
        Imported lines = imports.text(TWO_ROWS);
        Imported array = imports.text("[\n" + TWO_ROWS.strip().replace("\n", ",\r\n  ") + "\n]\n");
        assertEquals("alpaca, json_lines", lines.version().format().text());
        assertEquals("alpaca, json_array", array.version().format().text());
        assertEquals(lines.version().rowsSha256(), array.version().rowsSha256());
        assertEquals(
                new SourceRow(
                        2,
                        "",
                        "",
                        ContextLocation.FIELD,
                        "",
                        List.of(new Turn(Role.USER, "Say \"hi\" ]},{["), new Turn(Role.ASSISTANT, "é😀"))),
                lines.rows().get(1));
        assertEquals(1, lines.version().withContextCount());
        assertEquals("Vantle", lines.rows().get(0).example("a").output());
    }

    @Test
    void compressionChangesNoRow() {
        byte[] plain = TWO_ROWS.getBytes(StandardCharsets.UTF_8);
        Imported gzip = imports.bytes(Imports.gzip(plain), ReadLimits.forSources());
        Imported zstandard = imports.bytes(Imports.zstandard(plain), ReadLimits.forSources());
        assertEquals("alpaca, json_lines, gzip", gzip.version().format().text());
        assertEquals(
                "alpaca, json_lines, zstandard", zstandard.version().format().text());
        assertEquals(imports.text(TWO_ROWS).rows(), gzip.rows());
        assertEquals(gzip.version().rowsSha256(), zstandard.version().rowsSha256());
    }

    @Test
    void concatenatedCompressedFilesAreOneFile() {
        byte[] first = Imports.alpaca("a", "", "b").concat("\n").getBytes(StandardCharsets.UTF_8);
        byte[] second = TWO_ROWS.getBytes(StandardCharsets.UTF_8);
        for (byte[] pieces : List.of(
                concatenated(Imports.gzip(first), Imports.gzip(second)),
                concatenated(Imports.zstandard(first), Imports.zstandard(second)))) {
            assertEquals(
                    3, imports.bytes(pieces, ReadLimits.forSources()).rows().size());
        }
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheText() {
        assertEquals(
                imports.text(TWO_ROWS).rows(), imports.text("\uFEFF" + TWO_ROWS).rows());
        assertEquals(
                2,
                imports.text("\uFEFF[" + TWO_ROWS.strip().replace("\n", ",") + "]")
                        .rows()
                        .size());
    }

    @Test
    void csvAndJsonLinesAreTheSameRows() {
        String csv = """
                instruction,input,output,note
                Which town?,Orla lives in Vantle.,Vantle,
                "Say ""hi"" ]},{[",,é😀,"of two
                lines"
                """;
        Imported imported = imports.text(csv);
        assertEquals("alpaca, csv", imported.version().format().text());
        assertEquals(
                imports.text(TWO_ROWS).version().rowsSha256(),
                imported.version().rowsSha256());
        byte[] gzip = Imports.gzip(csv.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "alpaca, csv, gzip",
                imports.bytes(gzip, ReadLimits.forSources()).version().format().text());
        Imported tabs = imports.text("\uFEFFoutput\tinstruction\r\nVantle\tWhich town, Orla?\r\n");
        assertEquals("alpaca, tsv", tabs.version().format().text());
        assertEquals("Which town, Orla?", tabs.rows().get(0).question());
    }

    @Test
    void messagesKeepSystemTextAndEveryTurn() {
        Imported imported = imports.text("""
                {"prompt": "a", "prompt_id": "p1", "messages": [{"role": "system", "content": "Be brief."}, \
                {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, \
                {"role": "user", "content": [{"type": "text", "text": "c"}]}, {"role": "assistant", "content": "d"}]}
                """);
        assertEquals("messages, json_lines", imported.version().format().text());
        SourceRow row = imported.rows().get(0);
        assertEquals("p1", row.id());
        assertEquals("Be brief.", row.system());
        assertEquals(
                List.of("a", "b", "c", "d"),
                row.turns().stream().map(Turn::text).toList());
        TrainingExample example = row.example("x");
        assertEquals("Be brief.", example.system());
        assertEquals(row.turns().subList(0, 2), example.earlierTurns());
        assertEquals("c", example.instruction());
        assertEquals("d", example.output());
    }

    @Test
    void shareGptRolesAreHumanAndGpt() {
        Imported imported = imports.text("""
                [{"id": 7, "system": "S", "conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}]
                """);
        assertEquals("sharegpt, json_array", imported.version().format().text());
        assertEquals(
                new SourceRow(
                        1,
                        "7",
                        "S",
                        ContextLocation.WITHIN_TURNS,
                        "",
                        List.of(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "b"))),
                imported.rows().get(0));
    }

    @Test
    void squadArticlesAndRowsOfQuestionsAreTheSame() {
        String flat = """
                {"id": "q1", "title": "t", "context": "Orla lives in Vantle.", "question": "Where?", \
                "answers": {"text": ["Vantle", "in Vantle"], "answer_start": [14, 11]}}
                {"id": "q2", "title": "t", "context": "Orla lives in Vantle.", "question": "Who else?", \
                "answers": {"text": [], "answer_start": []}}
                """;
        String articles = """
                {"version": "v2.0", "data": [{"title": "t", "paragraphs": [{"context": "Orla lives in Vantle.", "qas": [
                {"id": "q1", "question": "Where?", "is_impossible": false, "answers": [{"text": "Vantle", "answer_start": 14}]},
                {"id": "q2", "question": "Who else?", "is_impossible": true, "answers": []}]}]}]}
                """;
        Imported rows = imports.text(flat);
        Imported released = imports.text(articles);
        assertEquals("squad, json_lines", rows.version().format().text());
        assertEquals(
                "squad_articles, json_document", released.version().format().text());
        assertEquals(rows.version().rowsSha256(), released.version().rowsSha256());
        assertEquals(1, released.version().rejectedCount());
        assertEquals("Vantle", released.rows().get(0).answer());
    }

    @Test
    void parquetOfAnyShapeIsRead() throws Exception {
        Path alpaca = imports.parquet(
                "it's [1]*.parquet",
                "SELECT 'Which town?' AS instruction, 'Orla lives in Vantle.' AS input, 'Vantle' AS output, 1 AS other"
                        + " UNION ALL SELECT 'Say \"hi\" ]},{[', NULL, 'é😀', 2");
        Imported imported = imports.file(alpaca, ReadLimits.forSources());
        assertEquals("alpaca, parquet", imported.version().format().text());
        assertEquals(
                imports.text(TWO_ROWS).version().rowsSha256(),
                imported.version().rowsSha256());
        Path messages = imports.parquet(
                "messages.parquet",
                "SELECT 'p'||i AS prompt_id, [{'role': 'user', 'content': 'q'||i}, {'role': 'assistant', 'content': 'a'}]"
                        + " AS messages FROM range(5000) t(i)");
        Imported conversations = imports.file(messages, ReadLimits.forSources());
        assertEquals("messages, parquet", conversations.version().format().text());
        assertEquals("q4999", conversations.rows().get(4999).question());
        assertEquals("p4999", conversations.rows().get(4999).id());
    }

    @Test
    void aTextLongerThanTheParsersDefaultLimitIsRead() {
        int characters = 21_000_000;
        byte[] row = Imports.alpaca("a", "", "x".repeat(characters)).getBytes(StandardCharsets.UTF_8);
        Imported imported = imports.bytes(row, Imports.limits(row.length, 1 << 30, 200));
        assertEquals(characters, imported.rows().get(0).answer().length());
    }

    @Test
    void aRowAsLongAsTheLimitIsRead() {
        byte[] row = Imports.alpaca("a", "", "x".repeat(2_100_000)).getBytes(StandardCharsets.UTF_8);
        for (int limit : new int[] {row.length, row.length + 1}) {
            Imported imported = imports.bytes(row, Imports.limits(limit, 1 << 30, 200));
            assertEquals(1, imported.version().rowCount());
        }
    }

    @Test
    void theSameFileIsTheSameVersion() {
        assertEquals(imports.text(TWO_ROWS).version(), imports.text(TWO_ROWS).version());
    }
}
