package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.suite.lint.LintSettings;
import io.tiltmeter.dataset.suite.lint.SuiteFix;
import io.tiltmeter.dataset.suite.lint.SuiteLint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every shape with bytes changed, dropped and doubled at random are read or refused. */
class MangledSuiteTest {
    private static final int FILES_A_SHAPE = 150;
    private static final List<String> SHAPES = List.of(
            "[" + SuiteFixture.row("Where is Varn?") + ",\n" + SuiteFixture.row("Who is Varn?") + "]",
            SuiteFixture.row("Where is Varn?") + "\n" + SuiteFixture.row("Wo ist V\u00e4rn?"),
            "prompt,classes,answer_index\n\"End in \"\"tin\"\": Time is\",\"[' tin.', ' money.']\",0\n",
            "One plus one?,1,2,3,4,B\n\"One, \n two?\",1,2,3,4,C\n",
            "{\"id\":\"a\",\"question\":{\"stem\":\"Which?\",\"choices\":[{\"text\":\"ice\",\"label\":\"A\"},"
                    + "{\"text\":\"sand\",\"label\":\"B\"}]},\"answerKey\":\"A\"}",
            "{\"question\": \"How many?\", \"answer\": \"2 + 2\\n#### 4\"}",
            "{\"version\": \"v2.0\", \"data\": [{\"title\": \"t\", \"paragraphs\": [{\"context\": \"c\", \"qas\": [{\"id\":"
                    + " \"1\", \"question\": \"q\", \"answers\": [{\"text\": \"c\", \"answer_start\": 0}]}]}]}]}");

    @TempDir
    Path folder;

    @Test
    void everyMangledFileIsReadOrRefusedWithAReason() throws IOException {
        SuiteFixture files = new SuiteFixture(folder);
        Random draws = new Random(4);
        int read = 0;
        int refused = 0;
        for (String shape : SHAPES) {
            for (int i = 0; i < FILES_A_SHAPE; i++) {
                try {
                    ImportedSuite suite = files.read(mangled(shape.getBytes(StandardCharsets.UTF_8), draws));
                    SuiteLint.lint(suite.items(), LintSettings.standard());
                    assertEquals(
                            SuiteFix.fix(suite.items()).version(),
                            SuiteFix.fix(SuiteFix.fix(suite.items()).items()).version());
                    assertEquals(suite.version(), CanonicalJson.version(suite.items()));
                    read++;
                } catch (InvalidRequest e) {
                    assertTrue(
                            e.faults().stream().noneMatch(fault -> fault.limit().isBlank()), e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(read > 100 && refused > 100, read + " read, " + refused + " refused");
    }

    private static byte[] mangled(byte[] bytes, Random draws) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int end = draws.nextInt(4) == 0 ? draws.nextInt(bytes.length) : bytes.length;
        for (int i = 0; i < end; i++) {
            int draw = draws.nextInt(2 * bytes.length);
            if (draw == 0) {
                out.write(draws.nextInt(256));
            } else if (draw == 1) {
                out.write(bytes[i]);
                out.write(bytes[draws.nextInt(bytes.length)]);
            } else if (draw != 2) {
                out.write(bytes[i]);
            }
        }
        return out.toByteArray();
    }
}
