package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ConformanceData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each started process takes about a second. */
class TokenizerTrialsTest {

    @TempDir
    Path folder;

    private final TokenizerTrials trials = new TokenizerTrials(Duration.ofSeconds(60));

    @Test
    void aFileThatEndsItsProcessIsRefusedAndNotTriedAgain() throws IOException {
        Path file = withSplit("(a|a)+b");
        String first = refusal(file, trials);
        assertTrue(first.contains("'(a|a)+b'"), first);
        assertTrue(first.contains("retry-limit-in-match over"), first);
        assertEquals(first, refusal(file, trials));
        assertEquals(1, trials.started());
    }

    @Test
    void aFileWhoseRepeatsExcludeEachOtherIsTriedOnceAndRead() throws IOException {
        Path file = withSplit("\\d+\\.\\d+\\.\\d+");
        TokenizerFile.read(file, trials);
        TokenizerFile.read(file, trials);
        assertEquals(1, trials.started());
    }

    @Test
    void aProcessThatTakesTooLongIsEndedAndItsFileRefused() throws IOException {
        TokenizerTrials impatient = new TokenizerTrials(Duration.ofSeconds(1));
        Path file = withSplit("a*a*b");
        String first = refusal(file, impatient);
        assertTrue(first.contains("took more than 1 s of processor time"), first);
        assertEquals(first, refusal(file, impatient));
        assertEquals(1, impatient.started());
    }

    @Test
    void filesInUseNeedNoProcess() throws IOException {
        for (Path tokenizer : ConformanceData.tokenizers()) {
            TokenizerFile.read(tokenizer.resolve("tokenizer.json"), trials);
        }
        assertEquals(0, trials.started());
    }

    private static String refusal(Path file, TokenizerTrials trials) {
        return assertThrows(IllegalArgumentException.class, () -> TokenizerFile.read(file, trials))
                .getMessage();
    }

    private Path withSplit(String regex) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(TestTokenizers.json("bytelevel-bpe"));
        ObjectNode split = root.putObject("pre_tokenizer")
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false);
        split.putObject("pattern").put("Regex", regex);
        return Files.write(folder.resolve("tokenizer.json"), mapper.writeValueAsBytes(root));
    }
}
