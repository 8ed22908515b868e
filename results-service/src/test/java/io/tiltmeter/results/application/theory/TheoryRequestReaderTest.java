package io.tiltmeter.results.application.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.StrengthRange;
import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheoryRequestReaderTest {
    private final TheoryRequestReader reader = new TheoryRequestReader(new RequestReader());

    @Test
    void anEmptyRequestIsTheDefaultRun() {
        TheoryRequest request = read("");
        assertEquals(24, request.examples());
        assertEquals(new StrengthRange(0.6, 0.6), request.deltaM());
        assertEquals(new StrengthRange(0.3, 0.95), request.testDeltaM());
        assertEquals(Optional.empty(), request.b());
        assertEquals(TheoryRequest.B, request.relationPenalty());
    }

    @Test
    void aStrengthIsANumberOrAPairAndIsSentBackAsItCame() {
        TheoryRequest request = read("'delta_m': [0.4, 0.8], 'test_delta_m': 0.5");
        assertEquals(0.6, request.deltaM().at(1, 3), 1e-12);
        assertEquals(
                "[0.4,0.8] 0.5",
                Json.mapper().valueToTree(request.deltaM()) + " "
                        + Json.mapper().valueToTree(request.testDeltaM()));
    }

    @Test
    void everyFaultIsReportedAtOnceWithValueLimitAndRemedy() {
        List<Fault> faults = faults(
                "'context_critical': 65, 'tests': 0, 'delta_c': 0, 'delta_m': [0.9, 0.1, 2],"
                        + " 'test_delta_m': [0.9, 0.1], 'eta_k': -1, 'steps': 2.5, 'logged_steps': [5, -1], 'points': 3, 'depth': 2");
        assertEquals(
                List.of(
                        "context_critical",
                        "delta_c",
                        "delta_m",
                        "delta_m[2]",
                        "depth",
                        "eta_k",
                        "logged_steps[1]",
                        "points",
                        "steps",
                        "test_delta_m",
                        "tests"),
                faults.stream().map(Fault::field).distinct().sorted().collect(Collectors.toList()));
        faults.forEach(
                fault -> assertTrue(!fault.limit().isBlank() && !fault.remedy().isBlank(), fault.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'context_critical': 0, 'non_context_critical': 0 | there is no example to train on",
                "'steps': 20000 | at most 20000000 are computed",
                "'logged_steps': [1001] | at most steps, 1000",
                "'delta_m': 'strong' | is not number or array",
                "'b': 51 | is outside [0, 50]",
                "'b': null | is not number",
            })
    void whatNoRunHasIsRefused(String fields, String limit) {
        List<Fault> faults = faults(fields);
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).limit().contains(limit), faults.toString());
    }

    @Test
    void theRemedyOfTooMuchWorkFits() {
        String sizes = "'tests': 64, 'context_critical': 64, 'non_context_critical': 64";
        Fault fault = faults(sizes + ", 'steps': 9000").get(0);
        String steps = fault.remedy().replaceAll("send at most (\\d+) steps.*", "$1");
        read(sizes + ", 'steps': " + steps);
        assertEquals(
                1, faults(sizes + ", 'steps': " + (Integer.parseInt(steps) + 1)).size());
        assertEquals(
                "send fewer examples, tests or points",
                faults(sizes + ", 'counterfactual': 64, 'subject_critical': 64, 'points': 200, 'spare_answers': 200")
                        .get(0)
                        .remedy());
    }

    private List<Fault> faults(String fields) {
        return assertThrows(InvalidRequest.class, () -> read(fields)).faults();
    }

    private TheoryRequest read(String fields) {
        try {
            return reader.read(Json.document("{" + fields.replace('\'', '"') + "}"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(fields, e);
        }
    }
}
