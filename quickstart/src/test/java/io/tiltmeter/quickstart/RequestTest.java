package io.tiltmeter.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.quickstart.study.StudyPlan;
import io.tiltmeter.quickstart.supervision.CannotGoOn;
import io.tiltmeter.quickstart.supervision.Ports;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void demoAloneIsTheDefaultStudy() {
        Request request = Request.parse(List.of("demo"));
        StudyPlan plan = new StudyPlan(41, StudyPlan.Mode.FULL, StudyPlan.Mixture.DEFAULT, StudyPlan.Scale.WHOLE);
        assertEquals(
                new Request(
                        Request.Command.DEMO,
                        plan,
                        Request.Ending.STAY_UP,
                        Path.of("tiltmeter-data"),
                        new Ports(8080, 1)),
                request);
    }

    @Test
    void everyOptionIsHeard() {
        Request request = Request.parse(List.of(
                "demo",
                "--seed",
                "7",
                "--mode",
                "qk_only",
                "--mixture",
                "context_critical",
                "--scale",
                "small",
                "--exit",
                "--data",
                "a b",
                "--port",
                "18080",
                "--replicas",
                "2"));
        StudyPlan plan =
                new StudyPlan(7, StudyPlan.Mode.QK_ONLY, StudyPlan.Mixture.CONTEXT_CRITICAL, StudyPlan.Scale.SMALL);
        assertEquals(
                new Request(Request.Command.DEMO, plan, Request.Ending.EXIT, Path.of("a b"), new Ports(18080, 2)),
                request);
    }

    @Test
    void allFaultsAreToldAtOnceWithTheirLimits() {
        CannotGoOn refused = assertThrows(
                CannotGoOn.class,
                () -> Request.parse(
                        List.of("run", "--mode", "fast", "--seed", "x", "--port", "70000", "--colour", "--data")));
        for (String part : List.of(
                "\"run\" is none of demo, up",
                "\"fast\" is none of full, lora, qk_only",
                "--seed x is not a whole number",
                "--port 70000 is outside 1024 to 58183",
                "unknown option --colour",
                "--data needs a value")) {
            assertTrue(refused.getMessage().contains(part), () -> part + " is not in: " + refused.getMessage());
        }
    }
}
