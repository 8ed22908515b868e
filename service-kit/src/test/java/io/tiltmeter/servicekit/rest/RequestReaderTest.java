package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private final RequestReader reader = new RequestReader();

    @Test
    void aRightRequestIsRead() {
        SuiteRequest request =
                reader.read(body("{\"recipe\": \"lab_conflict\", \"seed\": 20}"), "suite-request", SuiteRequest.class);
        assertEquals("lab_conflict", request.recipe());
        assertEquals(20, request.seed());
    }

    @Test
    void everyFaultIsNamedAtOnceWithValueLimitAndRemedy() {
        List<Fault> faults = faults("{\"recipe\": \"lab_mystery\", \"seed\": \"twenty\", \"colour\": 1}");
        assertEquals(
                List.of("colour", "recipe", "seed"),
                faults.stream().map(Fault::field).toList());
        assertTrue(faults.get(1).value().contains("lab_mystery"));
        assertTrue(faults.get(1).limit().contains("lab_conflict"), faults.get(1).limit());
        assertTrue(faults.stream().noneMatch(fault -> fault.remedy().isBlank()));
    }

    @Test
    void whatASchemaCannotSayIsAddedToTheSameAnswer() {
        InvalidRequest invalid = assertThrows(
                InvalidRequest.class,
                () -> reader.read(
                        body("{\"recipe\": 5, \"seed\": 1}"),
                        "suite-request",
                        SuiteRequest.class,
                        (json, faults) -> faults.add(new Fault("seed", "1", "is taken", "take another"))));
        assertEquals(2, invalid.faults().stream().map(Fault::field).distinct().count());
    }

    @Test
    void brokenJsonAndDoubledFieldsNameThePlace() {
        assertTrue(faults("{\"recipe\": ").get(0).field().contains("line 1"));
        assertTrue(faults("{\"seed\": 1, \"seed\": 2}").get(0).limit().contains("Duplicate"));
        assertEquals("body", faults("").get(0).field());
        assertEquals("body", faults("[1, 2]").get(0).field());
    }

    @Test
    void anEndlessBodyIsRefusedAfterTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        InvalidRequest invalid =
                assertThrows(InvalidRequest.class, () -> reader.read(endless, "suite-request", SuiteRequest.class));
        assertTrue(invalid.faults().get(0).limit().contains(String.valueOf(RequestReader.MAX_BODY_BYTES)));
    }

    private List<Fault> faults(String json) {
        return assertThrows(InvalidRequest.class, () -> reader.read(body(json), "suite-request", SuiteRequest.class))
                .faults();
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
