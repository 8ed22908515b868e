package io.tiltmeter.contracts.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.ContractFiles;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleMeasurementTest {

    @Test
    void aLineHoldsOnlyWhatIsKnown() throws Exception {
        assertLine(
                "{\"id\":\"7\",\"with_context_nats\":0.25,\"without_context_nats\":3.5,\"tokens\":61}",
                ExampleMeasurement.scored("7", new ExampleLosses(0.25, 3.5), 61));
        assertLine("{\"id\":\"7\",\"tokens\":61}", ExampleMeasurement.counted("7", 61));
        assertLine("{\"id\":\"7\",\"unscored\":\"too long\"}", ExampleMeasurement.unscored("7", "too long"));
    }

    @Test
    void lossesComeInPairs() {
        assertEquals(
                Optional.of(new ExampleLosses(0.25, 3.5)),
                ExampleMeasurement.scored("7", new ExampleLosses(0.25, 3.5), 61).losses());
        assertEquals(Optional.empty(), ExampleMeasurement.counted("7", 61).losses());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tokens\":61}",
                "{\"id\":\"7\"}",
                "{\"id\":\"7\",\"with_context_nats\":0.25,\"tokens\":61}",
                "{\"id\":\"7\",\"with_context_nats\":0.25,\"without_context_nats\":3.5}",
                "{\"id\":\"7\",\"tokens\":61,\"unscored\":\"too long\"}",
            })
    void aLineThatContradictsItselfIsRefused(String line) {
        assertThrows(Exception.class, () -> ContractFiles.mapper().readValue(line, ExampleMeasurement.class));
    }

    private static void assertLine(String line, ExampleMeasurement measurement) throws Exception {
        assertEquals(line, ContractFiles.mapper().writeValueAsString(measurement));
        assertEquals(measurement, ContractFiles.mapper().readValue(line, ExampleMeasurement.class));
    }
}
