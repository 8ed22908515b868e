package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.file.NoContext;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows read from their bytes equal those that the JSON parser reads, which always reads the rows of a JSON array. */
class AlpacaLineTest {
    private static final String GOOD = Imports.alpaca("Which town?", "", "Vantle");
    private static final List<String> PIECES = List.of(
            "plain words",
            "\\n",
            "\\t",
            "\\b",
            "\\f",
            "\\r",
            "\\\"",
            "\\\\",
            "\\/",
            "é",
            "日本",
            "😀",
            " ",
            "\u2003",
            "\u3000",
            "\u007f",
            "\u0085",
            "\\u00e9",
            "\\u65E5",
            "\\ud83d\\ude00",
            "\\uD83D",
            "\\ude00",
            "\\u0000",
            "\\u0041",
            "\\u2003",
            "\\u00zz",
            "\\x",
            "]},{[",
            "\\u00A0",
            "\uFFFF",
            "\u0001",
            "\\u001f");
    private static final List<String> OTHERS = List.of(
            "",
            ", \"id\": \"a-7\"",
            ", \"id\": 7",
            ", \"id\": \"\"",
            ", \"system\": \"Be brief.\"",
            ", \"system\": null",
            ", \"text\": \"Below is an instruction.\"",
            ", \"text\": null, \"more\": \"\"",
            ", \"text\": \"a\", \"text\": \"b\"",
            ", \"output\": \"again\"",
            ", \"score\": 0.5",
            " , \t\"tags\" : [\"a\"]",
            ", \"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\",\"e\":\"\",\"f\":\"\",\"g\":\"\",\"h\":\"\",\"i\":\"\"");

    @TempDir
    Path folder;

    @Test
    void allKindsOfRowsAreReadAsByTheJsonParser() {
        Random random = new Random(3);
        List<String> rows = new ArrayList<>(List.of(GOOD));
        for (int i = 0; i < 20_000; i++) {
            rows.add("{\"instruction\": " + text(random) + ", \"input\": " + text(random) + ",\"output\":"
                    + text(random) + OTHERS.get(random.nextInt(OTHERS.size())) + " }");
        }
        Imports imports = new Imports(folder);
        Imported lines = imports.text(String.join("\n", rows));
        Imported array = imports.text("[" + String.join(",\n", rows) + "]");
        assertEquals(counts(array.version()), counts(lines.version()));
        assertEquals(array.rows(), lines.rows());
        assertEquals(array.version().rowsSha256(), lines.version().rowsSha256());
        assertEquals(reasons(array.rejected()), reasons(lines.rejected()));
        assertTrue(lines.version().rejectedCount() > 1000, "the rows are of every kind");
    }

    @Test
    void acceptedDamagedRowsAreReadAsByTheJsonParser() throws IOException {
        Random random = new Random(4);
        List<byte[]> accepted = new ArrayList<>();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ImportedRows rows = new ImportedRows(written, new ByteArrayOutputStream(), 1)) {
            AlpacaLine line = new AlpacaLine(rows);
            for (int i = 0; i < 3000; i++) {
                byte[] row =
                        ("{\"instruction\": \"Which town, é?\", \"input\": null, \"output\": \"Vantle\\n\\u00e9\"}")
                                .getBytes(StandardCharsets.UTF_8);
                for (int change = random.nextInt(3); change >= 0; change--) {
                    row[random.nextInt(row.length)] = (byte) random.nextInt(256);
                }
                if (line.takes(Arrays.copyOf(row, row.length + 7), row.length)) {
                    accepted.add(row);
                }
            }
            rows.version(null, "", 0);
        }
        assertTrue(accepted.size() > 100, accepted.size() + " of 3000 damaged rows are still rows");
        assertEquals(throughTheParser(accepted), written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void plainRowsAreAccepted() throws IOException {
        for (String plain : List.of(
                GOOD,
                Imports.alpaca("a", "\\u65e5\\ud83d\\ude00 \\/ \\n" + "x".repeat(NoContext.MAX_CHARACTERS), "日"),
                " {\"output\":\"b\" , \"instruction\":\"a\"}\r",
                "{\"id\":\"1\",\"instruction\":\"a\",\"input\":null,\"output\":\"b\",\"text\":\"\"}")) {
            assertTrue(isAccepted(plain), plain);
        }
    }

    @Test
    void rowsThatNeedTheParserAreNotAccepted() throws IOException {
        for (String other : List.of(
                Imports.alpaca("a", " ", "b"),
                Imports.alpaca("a", "<noinput>", "b"),
                Imports.alpaca("a", "short\\n", "b"),
                Imports.alpaca("a", "", "\\u0000"),
                GOOD + GOOD,
                "[" + GOOD + "]",
                "{\"instruction\":\"a\"}",
                "{\"instruction\":\"a\",\"ke\ty\":\"\",\"output\":\"b\"}",
                "{\"instruction\":\"a\",\"key\t\":\"\",\"output\":\"b\"}",
                "{\"instruction\":\"a\",\"output\":nul}",
                GOOD.substring(0, GOOD.length() - 1))) {
            assertFalse(isAccepted(other), other);
        }
    }

    private static boolean isAccepted(String row) throws IOException {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        try (ImportedRows rows = new ImportedRows(new ByteArrayOutputStream(), new ByteArrayOutputStream(), 1)) {
            return new AlpacaLine(rows).takes(Arrays.copyOf(bytes, bytes.length + 7), bytes.length);
        }
    }

    private String throughTheParser(List<byte[]> accepted) throws IOException {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        for (byte[] row : accepted) {
            array.write(array.size() == 0 ? '[' : ',');
            array.write(row);
        }
        array.write(']');
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        Path file = new Imports(folder).written("array", array.toByteArray());
        SourceImport.run(file, ReadLimits.forSources(), rows, new ByteArrayOutputStream());
        return rows.toString(StandardCharsets.UTF_8);
    }

    /** Without columns, which differ in an array. */
    private static String reasons(String rejected) {
        return rejected.lines()
                .map(line -> line.replaceAll("\\(line \\d+, column \\d+\\)|byte \\d+ of", ""))
                .collect(Collectors.joining("\n"));
    }

    private static List<Long> counts(SourceVersion version) {
        return List.of(
                version.rowCount(),
                version.withContextCount(),
                version.turnCount(),
                version.characterCount(),
                version.rejectedCount());
    }

    private static String text(Random random) {
        if (random.nextInt(12) == 0) {
            return random.nextBoolean() ? "null" : "\"\"";
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(5); i >= 0; i--) {
            boolean isPlain = random.nextInt(3) > 0;
            text.append(isPlain ? "word " : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.append('"').toString();
    }
}
