package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratedInstructionsTest {
    private static final int ROWS = 5000;

    @Test
    void rowsHaveInputsAndRepeatsInTheDocumentedShares() throws IOException {
        GeneratedInstructions generated = new GeneratedInstructions(4);
        ObjectMapper json = new ObjectMapper();
        Set<String> different = new HashSet<>();
        int withInput = 0;
        for (int number = 0; number < ROWS; number++) {
            String text = generated.row(number);
            different.add(text);
            JsonNode row = json.readTree(text);
            withInput += row.path("input").asText().isBlank() ? 0 : 1;
            assertTrue(row.path("instruction").asText().length() > 5, text);
            assertEquals(3, row.size(), text);
        }
        assertEquals(0.4, (double) withInput / ROWS, 0.03);
        assertEquals(0.05, 1 - (double) different.size() / ROWS, 0.015);
        assertEquals(generated.row(77), new GeneratedInstructions(4).row(77));
    }
}
