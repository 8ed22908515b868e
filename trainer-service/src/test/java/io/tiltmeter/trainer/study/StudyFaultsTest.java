package io.tiltmeter.trainer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.StudyRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StudyFaultsTest {
    private final StudyFaults faults = new StudyFaults(grid(), Set.of("learning_rate", "lora_r", "suites", "mixture"));

    @Test
    void aFaultIsAtThePlaceOfItsSettingAndNamesItsCondition() {
        faults.add(1, List.of(fault("learning_rate"), fault("lora_r"), fault("suites[2]")));
        assertEquals(
                List.of(
                        "vary.learning_rate[1]: too high (condition a--learning_rate-2.5--rate-1)",
                        "conditions[0].lora_r: too high (condition a--learning_rate-2.5--rate-1)",
                        "runs.suites[2]: too high (condition a--learning_rate-2.5--rate-1)"),
                texts());
    }

    @Test
    void aFaultOfAllConditionsIsOne() {
        faults.add(0, List.of(fault("mixture")));
        faults.add(1, List.of(fault("mixture")));
        assertEquals(List.of("runs.mixture: too high"), texts());
    }

    @Test
    void anUnknownFieldIsWrongWhateverItsValueIs() {
        faults.add(0, List.of(fault("rate")));
        faults.add(1, List.of(new Fault("rate", "", "not known to another condition", "leave it out")));
        assertEquals(List.of("vary.rate: too high"), texts());
    }

    private List<String> texts() {
        return faults.faults().stream()
                .map(fault -> fault.field() + ": " + fault.limit())
                .toList();
    }

    private static Fault fault(String field) {
        return new Fault(field, "9", "too high", "send less");
    }

    private static StudyGrid grid() {
        Map<String, List<Object>> vary = new LinkedHashMap<>();
        vary.put("learning_rate", List.of(1e-3, 2.5));
        vary.put("rate", List.of(1));
        return StudyGrid.of(new StudyRequest(
                "tiny",
                Map.of(),
                vary,
                List.of(Map.of("name", "a", "lora_r", 0)),
                List.of(1L),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false));
    }
}
