package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Curve;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.study.RunProgress.Status;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The lab study by REST calls alone: everything is requested at once, then its progress is shown. It has no state of its
 * own: requests with the same names continue the same study.
 */
public final class LabStudy {
    private static final long BETWEEN_CHECKS_MILLIS = 500;

    private final StudyPlan plan;
    private final Terminal terminal;
    private final Rest rest;
    private final String datasets;
    private final String trainer;
    private final String results;
    private final Set<Integer> shownSteps = new HashSet<>();

    public LabStudy(StudyPlan plan, Ports ports, Terminal terminal) {
        this.plan = plan;
        this.terminal = terminal;
        this.rest = new Rest(call -> terminal.line("  " + call));
        this.datasets = "http://127.0.0.1:" + ports.dataset() + "/api/v1";
        this.trainer = "http://127.0.0.1:" + ports.trainer() + "/api/v1";
        this.results = "http://127.0.0.1:" + ports.results() + "/api/v1";
    }

    /**
     * Requests the study, shows its progress, and returns when its curve is complete and has been shown.
     *
     * @throws StartupException if a part of it failed
     */
    public void run() {
        StudyRequests requests = new StudyRequests(plan);
        terminal.line("The study " + plan.studyId() + " consists of these calls:");
        post(datasets + "/mixtures", plan.pretrainingMixtureId(), requests.pretrainingMixture());
        post(datasets + "/mixtures", plan.instructionMixtureId(), requests.instructionMixture());
        for (String recipe : StudyRequests.SUITE_RECIPES) {
            post(datasets + "/suites", plan.suiteId(recipe), requests.suite(recipe));
        }
        String base = post(trainer + "/runs", plan.baseRunName(), requests.baseRun());
        String run = finetuning(requests);
        terminal.line("Follow their progress with:");
        terminal.line("  curl " + trainer + "/runs/" + run);
        terminal.line("  curl " + results + "/runs/" + run + "/curves");
        awaitTraining("pretraining", base);
        terminal.line(Curve.Point.HEADING);
        awaitTraining("finetuning", run);
        showResult(run, awaitCurve(run));
        showNext();
    }

    /** Requests the study, or its condition where the study is there, and gives the id of the condition's run. */
    private String finetuning(StudyRequests requests) {
        String study = trainer + "/studies/" + plan.studyId();
        Optional<JsonNode> there = rest.get(study, JsonNode.class);
        if (there.isEmpty()) {
            return run(rest.post(trainer + "/studies", plan.studyId(), requests.study()))
                    .orElseThrow();
        }
        return run(there.get())
                .or(() -> run(rest.post(
                        study + "/conditions", plan.studyId() + "-" + plan.condition(), requests.conditions())))
                .orElseThrow();
    }

    private Optional<String> run(JsonNode study) {
        for (JsonNode cell : study.path("cells")) {
            if (cell.path("condition").asText().equals(plan.condition())
                    && cell.path("seed").asLong() == plan.seed()) {
                return Optional.of(cell.path("run_id").asText());
            }
        }
        return Optional.empty();
    }

    /** What can be started next from the same base model. */
    private void showNext() {
        terminal.line("");
        terminal.line("Next, from the same base model, while the system is up; the page compares them:");
        String study = trainer + "/studies/" + plan.studyId();
        List<String> there = rest.get(study, JsonNode.class)
                .map(found -> found.path("conditions").findValuesAsText("name"))
                .orElse(List.of());
        for (Mode mode : Mode.values()) {
            StudyPlan next = new StudyPlan(plan.seed(), mode, plan.mixture(), plan.scale());
            if (mode != plan.mode() && !there.contains(next.condition())) {
                terminal.line("  " + Rest.command(study + "/conditions", new StudyRequests(next).conditions()));
            }
        }
        if (plan.scale() == Scale.WHOLE) {
            terminal.line("  ./tiltmeter study run context-critical --seeds " + plan.seed()
                    + "   (./tiltmeter study list shows all of them)");
        }
    }

    /** Returns the id of the run, if it is one. */
    private String post(String address, String key, ObjectNode body) {
        return rest.post(address, key, body).path("run_id").asText();
    }

    private void awaitTraining(String phase, String id) {
        RunProgress run = progress(id);
        while (run.status() != Status.COMPLETED) {
            if (run.status() == Status.FAILED || run.status() == Status.CANCELLED) {
                terminal.clearStatus();
                throw new StartupException(
                        "The run " + id + " " + run.status().name().toLowerCase(Locale.ROOT) + " at step " + run.step()
                                + ": " + run.reason() + ".");
            }
            terminal.status(
                    phase + run.status(),
                    run.status() == Status.TRAINING
                            ? ProgressLine.training(phase, run)
                            : ProgressLine.waiting(phase, run.reason()));
            showNewPoints(id);
            pause();
            run = progress(id);
        }
    }

    private Curve awaitCurve(String id) {
        int planned = progress(id).checkpointPlan().all().size();
        Curve curve = showNewPoints(id);
        while (curve.points().size() < planned) {
            terminal.status(
                    "evaluating",
                    ProgressLine.counted("evaluating", curve.points().size(), planned, "checkpoints"));
            requireNoneFailed(id);
            pause();
            curve = showNewPoints(id);
        }
        terminal.clearStatus();
        return curve;
    }

    private void requireNoneFailed(String id) {
        JsonNode run = rest.get(results + "/runs/" + id, JsonNode.class).orElse(MissingNode.getInstance());
        for (JsonNode checkpoint : run.path("checkpoints")) {
            for (JsonNode failed : checkpoint.path("failed")) {
                throw new StartupException("The evaluation of " + id + " at step "
                        + checkpoint.path("step").asInt() + " on "
                        + failed.path("suite").asText()
                        + " failed after " + failed.path("attempts").asInt() + " attempts: "
                        + failed.path("reason").asText() + ".");
            }
        }
    }

    private RunProgress progress(String id) {
        return rest.get(trainer + "/runs/" + id, RunProgress.class)
                .orElseThrow(() -> new StartupException("The trainer-service no longer has the run " + id + "."));
    }

    private Curve showNewPoints(String id) {
        Curve curve = rest.get(results + "/runs/" + id + "/curves", Curve.class).orElse(new Curve(List.of()));
        for (Curve.Point point : curve.points()) {
            if (shownSteps.add(point.step())) {
                terminal.line(point.row());
            }
        }
        return curve;
    }

    private void showResult(String id, Curve curve) {
        terminal.line("");
        curve.chart().forEach(terminal::line);
        terminal.line("");
        rest.get(results + "/runs/" + id + "/inversion", JsonNode.class)
                .map(verdict -> verdict.path("sentence").asText())
                .filter(sentence -> !sentence.isEmpty())
                .ifPresent(terminal::line);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_CHECKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while the study was running.", e);
        }
    }
}
