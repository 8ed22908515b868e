package io.tiltmeter.quickstart.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabStudyIT {
    private static final String RUNS = "/api/v1/runs";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void wholeStudyIsRequestedAtOnceAndInOrder() throws IOException {
        try (FakeServices services = completing()) {
            study(services).run();
            assertEquals(
                    List.of(
                            "POST /api/v1/mixtures lab-pretraining-5-small",
                            "POST /api/v1/mixtures lab-instruction-5-small",
                            "POST /api/v1/suites lab-conflict-5",
                            "POST /api/v1/suites lab-closed-book-5",
                            "POST /api/v1/suites lab-open-book-5",
                            "POST /api/v1/suites lab-consistent-context-5",
                            "POST /api/v1/runs lab-5-small-base",
                            "GET /api/v1/studies/lab-small-5",
                            "POST /api/v1/studies lab-small-5"),
                    services.calls.subList(0, 9));
        }
    }

    @Test
    void progressEveryPointTheChartAndTheVerdictAreShown() throws IOException {
        try (FakeServices services = completing()) {
            study(services).run();
            String text = text();
            assertTrue(text.contains("pretraining  waits for mixture m (being built)\n"), text);
            assertTrue(text.contains("9/18 steps   14,201 tokens/s   1:01 left"), text);
            assertTrue(text.contains("       9           0.800       0.100     0.900"), text);
            assertTrue(text.contains("       0           0.500"), text);
            assertTrue(text.contains("● counterfactual"), text);
            assertTrue(text.contains("It tilted.\n"), text);
            assertTrue(
                    text.contains("/api/v1/studies/lab-small-5/conditions -H 'Content-Type: application/json' -d"
                            + " '{\"conditions\":[{\"name\":\"lora\""),
                    text);
        }
    }

    @Test
    void failedRunEndsTheStudyWithItsReason() throws IOException {
        try (FakeServices services = accepting()) {
            services.respond("GET " + RUNS + "/base", 200, run("base", "failed", 7, "the disk is full"));
            StartupException failed = assertThrows(StartupException.class, study(services)::run);
            assertEquals("The run base failed at step 7: the disk is full.", failed.getMessage());
        }
    }

    @Test
    void failedEvaluationEndsTheStudyWithItsReason() throws IOException {
        try (FakeServices services = accepting()) {
            services.respond("GET " + RUNS + "/base", 200, run("base", "completed", 60, ""))
                    .respond("GET " + RUNS + "/tuned", 200, run("tuned", "completed", 18, ""))
                    .respond("GET " + RUNS + "/tuned", 200, run("tuned", "completed", 18, ""))
                    .respond(
                            "GET " + RUNS + "/tuned",
                            200,
                            "{\"checkpoints\":[{\"step\":9,\"failed\":[{\"suite\":\"cf_lab\",\"attempts\":5,"
                                    + "\"reason\":\"the weights are damaged\"}]}]}");
            StartupException failed = assertThrows(StartupException.class, study(services)::run);
            assertTrue(failed.getMessage().contains("the weights are damaged"), failed::getMessage);
        }
    }

    @Test
    void refusalShowsTheMessageOfTheService() throws IOException {
        try (FakeServices services = new FakeServices()) {
            services.respond(
                    "POST /api/v1/mixtures",
                    400,
                    "{\"detail\":\"1 fault; nothing was started\",\"faults\":[{\"field\":\"seed\",\"value\":\"5\","
                            + "\"limit\":\"must be even\",\"remedy\":\"try 6\"}]}");
            StartupException refused = assertThrows(StartupException.class, study(services)::run);
            assertTrue(refused.getMessage().contains("seed 5: must be even; try 6"), refused::getMessage);
        }
    }

    /** A study that waits, meets a service that is away, trains, and is evaluated point by point. */
    private FakeServices completing() throws IOException {
        return accepting()
                .respond("GET " + RUNS + "/base", 200, run("base", "waiting", 0, "waits for mixture m (being built)"))
                .respond("GET " + RUNS + "/base", 503, "{}")
                .respond("GET " + RUNS + "/base", 200, run("base", "completed", 60, ""))
                .respond("GET " + RUNS + "/tuned", 200, run("tuned", "training", 9, ""))
                .respond("GET " + RUNS + "/tuned", 200, run("tuned", "completed", 18, ""))
                .respond("GET " + RUNS + "/tuned/curves", 404, "{}")
                .respond("GET " + RUNS + "/tuned/curves", 200, points(point(9, 0.8)))
                .respond("GET " + RUNS + "/tuned/curves", 200, points(point(9, 0.8), point(0, 0.5)))
                .respond("GET " + RUNS + "/tuned/inversion", 200, "{\"sentence\":\"It tilted.\"}");
    }

    private FakeServices accepting() throws IOException {
        return new FakeServices()
                .respond("POST /api/v1/mixtures", 202, "{}")
                .respond("POST /api/v1/suites", 202, "{}")
                .respond("POST " + RUNS, 202, run("base", "waiting", 0, ""))
                .respond("POST /api/v1/studies", 202, cells("full"));
    }

    @Test
    void aStudyThatIsThereGainsTheCondition() throws IOException {
        try (FakeServices services = completing()) {
            services.respond("GET /api/v1/studies/lab-small-5", 200, cells("lora"));
            services.respond("POST /api/v1/studies/lab-small-5/conditions", 202, cells("full"));
            study(services).run();
            assertEquals("POST /api/v1/studies/lab-small-5/conditions lab-small-5-full", services.calls.get(8));
            services.calls.clear();
        }
        try (FakeServices services = completing()) {
            services.respond("GET /api/v1/studies/lab-small-5", 200, cells("full"));
            study(services).run();
            assertTrue(
                    services.calls.stream().noneMatch(call -> call.contains("POST /api/v1/studies")), "started again");
        }
    }

    private static String cells(String condition) {
        return "{\"cells\": [{\"condition\": \"" + condition + "\", \"seed\": 5, \"run_id\": \"tuned\"}]}";
    }

    private LabStudy study(FakeServices services) {
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new LabStudy(
                new StudyPlan(5, Mode.FULL, Mixture.DEFAULT, Scale.SMALL),
                new Ports(services.port()),
                new Terminal(out, Terminal.Kind.PLAIN, 100));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static String run(String id, String status, int step, String reason) {
        return String.format(
                "{\"run_id\":\"%s\",\"status\":\"%s\",\"step\":%d,\"total_steps\":18,\"planned_checkpoints\":{\"steps\":[0],\"every\":9,\"last\":17},"
                        + "\"tokens_per_second\":14200.5,\"eta_seconds\":61.2,\"reason\":\"%s\"}",
                id, status, step, reason);
    }

    private static String points(String... points) {
        return "{\"points\":[" + String.join(",", points) + "]}";
    }

    private static String point(int step, double counterfactual) {
        return "{\"step\":" + step + ",\"counterfactual_accuracy\":" + counterfactual
                + ",\"parametric_accuracy\":0.1,\"standard_mean\":0.9,\"complete\":true}";
    }
}
