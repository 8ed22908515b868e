package io.tiltmeter.quickstart.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceTest {
    @Test
    void everyPartIsPercentEncoded() {
        Resource resource = Resource.of("http://h:1/api/v1/", "runs", "a/b ?", "flips")
                .with("suite", "x&y=+ü")
                .with("arm", Optional.empty())
                .with("limit", Optional.of(3));
        assertEquals(
                "http://h:1/api/v1/runs/a%2Fb%20%3F/flips?suite=x%26y%3D%2B%C3%BC&limit=3",
                resource.uri().toString());
    }

    @Test
    void everyFaultOfAProblemHasALine() {
        String problem = """
                {"detail": "2 faults", "faults": [
                  {"field": "learning_rate", "value": "2.0", "limit": "is outside (0, 0.1]", "remedy": "try 1e-3"},
                  {"field": "suites", "value": "", "limit": "is missing", "remedy": "send []"}]}""";
        assertEquals(
                "2 faults\n  learning_rate 2.0: is outside (0, 0.1]; try 1e-3\n  suites: is missing; send []",
                Problem.text(400, problem));
        assertEquals("HTTP 404 nothing", Problem.text(404, "nothing"));
    }
}
