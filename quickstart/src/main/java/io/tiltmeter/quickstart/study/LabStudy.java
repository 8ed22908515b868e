package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tiltmeter.quickstart.supervision.CannotGoOn;
import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The lab study by REST calls alone: asked for all at once, then watched. It keeps nothing itself; asking again with the
 * same names goes on with the same study.
 */
public final class LabStudy {
    private static final long BETWEEN_LOOKS_MILLIS = 500;

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
     * Asks for the study, shows how it goes, and returns when its curve is whole and has been shown.
     *
     * @throws CannotGoOn if a part of it failed
     */
    public void run() {
        StudyRequests requests = new StudyRequests(plan);
        terminal.line("The study " + plan.runName() + " is these calls:");
        askForDataset("mixtures", plan.pretrainingMixtureId(), requests.pretrainingMixture());
        askForDataset("mixtures", plan.instructionMixtureId(), requests.instructionMixture());
        for (String recipe : StudyRequests.SUITE_RECIPES) {
            askForDataset("suites", plan.suiteId(recipe), requests.suite(recipe));
        }
        String base = askForRun(plan.baseRunName(), requests.baseRun());
        String run = askForRun(plan.runName(), requests.finetuningRun(base));
        terminal.line("Watch them with:");
        terminal.line("  curl " + trainer + "/runs/" + run);
        terminal.line("  curl " + results + "/runs/" + run + "/curves");
        awaitTraining("pretraining", base);
        terminal.line(CurveStanding.Point.HEADING);
        awaitTraining("finetuning", run);
        showResult(run, awaitCurve(run));
    }

    private void askForDataset(String kind, String id, Map<String, Object> body) {
        rest.post(datasets + "/" + kind, id, body);
    }

    private String askForRun(String name, Map<String, Object> body) {
        return RunStanding.of(rest.post(trainer + "/runs", name, body)).id();
    }

    private void awaitTraining(String phase, String id) {
        RunStanding run = standing(id);
        while (run.status() != RunStanding.Status.COMPLETED) {
            if (run.isLost()) {
                terminal.clearStatus();
                throw new CannotGoOn("The run " + id + " " + run.status().name().toLowerCase(Locale.ROOT) + " at step "
                        + run.step() + ": " + run.reason() + ".");
            }
            boolean trains = run.status() == RunStanding.Status.TRAINING;
            terminal.status(
                    phase + run.status(),
                    trains ? ProgressLine.training(phase, run) : ProgressLine.waiting(phase, run.reason()));
            showNewPoints(id);
            pause();
            run = standing(id);
        }
    }

    private CurveStanding awaitCurve(String id) {
        int planned = standing(id).checkpoints();
        CurveStanding curve = showNewPoints(id);
        while (curve.points().size() < planned) {
            terminal.status(
                    "evaluating",
                    ProgressLine.counted("evaluating", curve.points().size(), planned, "checkpoints"));
            requireNoneGivenUp(id);
            pause();
            curve = showNewPoints(id);
        }
        terminal.clearStatus();
        return curve;
    }

    private void requireNoneGivenUp(String id) {
        JsonNode run = rest.get(results + "/runs/" + id).orElse(MissingNode.getInstance());
        for (JsonNode checkpoint : run.path("checkpoints")) {
            for (JsonNode failed : checkpoint.path("failed")) {
                throw new CannotGoOn("The evaluation of " + id + " at step "
                        + checkpoint.path("step").asInt() + " on "
                        + failed.path("suite").asText()
                        + " was given up after " + failed.path("attempts").asInt() + " attempts: "
                        + failed.path("reason").asText() + ".");
            }
        }
    }

    private RunStanding standing(String id) {
        return RunStanding.of(rest.get(trainer + "/runs/" + id)
                .orElseThrow(() -> new CannotGoOn("The trainer-service no longer knows the run " + id + ".")));
    }

    private CurveStanding showNewPoints(String id) {
        JsonNode nothingYet = MissingNode.getInstance();
        CurveStanding curve =
                CurveStanding.of(rest.get(results + "/runs/" + id + "/curves").orElse(nothingYet));
        for (CurveStanding.Point point : curve.points()) {
            if (shownSteps.add(point.step())) {
                terminal.line(point.row());
            }
        }
        return curve;
    }

    private void showResult(String id, CurveStanding curve) {
        terminal.line("");
        curve.chart().forEach(terminal::line);
        terminal.line("");
        rest.get(results + "/runs/" + id + "/inversion")
                .map(verdict -> verdict.path("sentence").asText())
                .filter(sentence -> !sentence.isEmpty())
                .ifPresent(terminal::line);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotGoOn("Interrupted while the study was running.", e);
        }
    }
}
