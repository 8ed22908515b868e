package io.tiltmeter.benchmarks.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.servicekit.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheoryCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void theDefaultRunIsPrintedAsATable() {
        assertEquals(0, execute("theory --logged-steps 0,1,40,1000"), errors::toString);
        assertTrue(output.toString().contains("    40  0.9433    0.9232"), output::toString);
        assertTrue(output.toString().contains("  1000  0.6054    0.6610"), output::toString);
        assertTrue(output.toString().contains("|m_C| > |m_{C+S}| holds: 0.5947 and 0.1964."), output::toString);
    }

    @Test
    void theAnswerIsThatOfTheRestInterface() throws Exception {
        assertEquals(
                0, execute("theory --json --test-delta-m 0.6 --delta-m 0.3,0.9 --b 2 --steps 20"), errors::toString);
        JsonNode answer = Json.mapper().readTree(output.toString());
        assertEquals("[0.3,0.9]", answer.at("/settings/delta_m").toString());
        assertEquals(0.6, answer.at("/settings/test_delta_m").doubleValue());
        assertEquals("relation_attended", answer.at("/warnings/0/warning").asText());
        assertTrue(answer.path("points").size() > 10);
    }

    @Test
    void aRunWithoutHeldOutExamplesOrWithManyClassesHasItsOwnColumns() {
        assertEquals(
                0,
                execute("theory --held-out 0 --subject-critical 2 --counterfactual 2 --steps 5 --eta-v 0.5"),
                errors::toString);
        assertTrue(output.toString().contains("loss CF  pull CF"), output::toString);
    }

    @Test
    void thePropositionsAreShown() {
        assertEquals(0, execute("theory --presets"), errors::toString);
        for (int i = 1; i <= 3; i++) {
            assertTrue(output.toString().contains("proposition-" + i), output::toString);
        }
        assertTrue(!output.toString().contains("[ ]"), output::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "theory --delta-c 2 --steps 0      | --delta-c 2: is outside [0.001, 0.999]; send a number",
                "theory --delta-c 2 --steps 0      | --steps 0: is outside [1, 20000]",
                "theory --eta-k fast               | --eta-k \"fast\": is not number",
                "theory --delta-m 0.9,0.2          | --delta-m [0.9,0.2]: the lowest, then the highest",
                "theory --logged-steps 2000        | --logged-steps[0] 2000: at most steps, 1000",
                "theory --depth 2                  | Unknown options: '--depth', '2'",
                "practice                          | Unmatched argument at index 0: 'practice'",
            })
    void faultsAreReportedAsOptionsWithValueLimitAndRemedy(String line, String fault) {
        assertEquals(1, execute(line));
        assertTrue(errors.toString().contains(fault), errors::toString);
    }

    @Test
    void everyFieldOfARequestIsAnOptionWithItsDefault() {
        assertEquals(0, execute("theory --help"));
        for (String option :
                new String[] {"--context-critical", "--delta-m", "--o-c", "--eta-v", "--logged-steps", "--b"}) {
            assertTrue(output.toString().contains(option + "="), option);
        }
        assertTrue(output.toString().contains("Default: 0.3,0.95."), output::toString);
    }

    private int execute(String words) {
        return StudyCommand.commandLine()
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(words.strip().split("\\s+"));
    }
}
