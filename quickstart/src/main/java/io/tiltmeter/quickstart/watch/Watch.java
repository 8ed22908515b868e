package io.tiltmeter.quickstart.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Curve;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.rest.Server;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.Sparkline;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Follows one folder until its training has ended and every checkpoint is scored. It has no state of its own. */
final class Watch {
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(500);
    /** Between requests for a folder of which nothing new is seen here. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);
    /** For the verdict after the last score. */
    private static final Duration VERDICT_WAIT = Duration.ofSeconds(15);

    private static final int FAILED_SHOWN = 20;

    private final Rest rest;
    private final Server server;
    private final Terminal terminal;
    private final ObjectNode request;
    private final Supplier<String> listing;
    private final Set<String> notes = new HashSet<>();
    private final Set<Integer> steps = new HashSet<>();
    private JsonNode adopted = MissingNode.getInstance();
    private String seen = "";
    private long requestedNanos;

    /**
     * @param request for checkpoints, with everything but the event that brings them
     * @param listing of the folder as this machine sees it; constant if it does not
     */
    Watch(Rest rest, Server server, Terminal terminal, ObjectNode request, Supplier<String> listing) {
        this.rest = rest;
        this.server = server;
        this.terminal = terminal;
        this.request = request;
        this.listing = listing;
    }

    /**
     * What was found in the end.
     *
     * @param failed what could not be evaluated, with the reason of each
     */
    record Outcome(Curve curve, JsonNode inversion, List<String> failed) {}

    /** @throws StartupException if the folder or its evaluation is refused */
    Outcome follow() {
        boolean isHeaded = false;
        while (true) {
            adoptWhatIsNew();
            Curve curve = curve();
            for (Curve.Point point : curve.points()) {
                if (steps.add(point.step())) {
                    if (!isHeaded) {
                        terminal.line(Curve.Point.HEADING);
                        isHeaded = true;
                    }
                    terminal.line(point.row());
                }
            }
            JsonNode checkpoints = evaluator("checkpoints");
            JsonNode evaluations = evaluator("evaluations");
            if (isDone(checkpoints, evaluations, curve)) {
                terminal.clearStatus();
                return new Outcome(curve, inversion(), failed());
            }
            terminal.status(phase(evaluations), status(checkpoints, evaluations, curve));
            pause();
        }
    }

    /** Sends the folder again if its files have changed, or if it has been a while. */
    private void adoptWhatIsNew() {
        String now = listing.get();
        boolean isDue = System.nanoTime() - requestedNanos > BETWEEN_REQUESTS.toNanos();
        if (adopted.path("complete").asBoolean() || adopted.isObject() && now.equals(seen) && !isDue) {
            return;
        }
        boolean isFirst = !adopted.path("status").asText().equals("queued");
        adopted = rest.post(server.evaluator() + "checkpoints", "watch-" + System.nanoTime(), request);
        seen = now;
        requestedNanos = System.nanoTime();
        if (isFirst && adopted.path("status").asText().equals("queued")) {
            showRun();
        }
        for (JsonNode note : adopted.path("notes")) {
            if (notes.add(note.asText())) {
                terminal.line("Note: " + note.asText() + ".");
            }
        }
    }

    private void showRun() {
        terminal.line("Run " + adopted.path("run_id").asText() + ": " + server.page() + "#"
                + adopted.path("run_id").asText());
        terminal.line("Template: " + adopted.path("template").asText()
                + (adopted.has("template_reason")
                        ? ", since " + adopted.get("template_reason").asText()
                        : "") + ".");
        if (adopted.has("first_prompt")) {
            terminal.line("The first prompt, as the model reads it:");
            adopted.get("first_prompt").asText().lines().forEach(line -> terminal.line("  | " + line));
        }
    }

    private Curve curve() {
        return rest.get(server.results() + "runs/" + runId() + "/curves", Curve.class)
                .orElse(new Curve(List.of()));
    }

    private JsonNode evaluator(String what) {
        return rest.get(server.evaluator() + what + "?limit=100&run_id=" + runId(), JsonNode.class)
                .orElse(MissingNode.getInstance());
    }

    private String runId() {
        return request.path("run_id").asText();
    }

    private boolean isDone(JsonNode checkpoints, JsonNode evaluations, Curve curve) {
        long adoptedCheckpoints = checkpoints.at("/counts/done").asLong();
        boolean isOpen = open(checkpoints) + open(evaluations) > 0;
        boolean isScored = evaluations.at("/counts/failed").asLong() > 0
                || curve.points().size() >= adoptedCheckpoints && adoptedCheckpoints > 0;
        return adopted.path("complete").asBoolean()
                && !isOpen
                && (isScored
                        || checkpoints.at("/counts/failed").asLong()
                                == checkpoints.path("total").asLong());
    }

    private static long open(JsonNode work) {
        return work.at("/counts/waiting").asLong() + work.at("/counts/running").asLong();
    }

    private String phase(JsonNode evaluations) {
        return open(evaluations) > 0 ? "evaluating" : "waiting";
    }

    private String status(JsonNode checkpoints, JsonNode evaluations, Curve curve) {
        if (checkpoints.path("total").asLong() == 0) {
            return "waiting for the first checkpoint";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d of %d checkpoints evaluated",
                curve.points().size(),
                checkpoints.path("total").asLong()));
        if (!curve.points().isEmpty()) {
            text.append("   counterfactual ")
                    .append(Sparkline.of(curve.points().stream()
                            .map(point -> Optional.of(point.counterfactualAccuracy()))
                            .toList()));
        }
        double itemsPerSecond = 0;
        long left = 0;
        for (JsonNode evaluation : evaluations.path("evaluations")) {
            itemsPerSecond += evaluation.path("items_per_second").asDouble();
            left += evaluation.path("items_total").asLong()
                    - evaluation.path("items_done").asLong();
        }
        if (itemsPerSecond > 0) {
            Duration time = Duration.ofSeconds(Math.round(left / itemsPerSecond));
            text.append(String.format(
                    Locale.ROOT,
                    "   %.1f items/s   %d:%02d left",
                    itemsPerSecond,
                    time.toMinutes(),
                    time.toSecondsPart()));
        } else if (open(evaluations) + open(checkpoints) == 0) {
            text.append("   waiting for the next one");
        }
        return text.toString();
    }

    /** The verdict, once it is no longer provisional. */
    private JsonNode inversion() {
        long deadline = System.nanoTime() + VERDICT_WAIT.toNanos();
        while (true) {
            JsonNode inversion = rest.get(server.results() + "runs/" + runId() + "/inversion", JsonNode.class)
                    .orElse(MissingNode.getInstance());
            if (!inversion.path("provisional").asBoolean(true) || System.nanoTime() > deadline) {
                return inversion;
            }
            pause();
        }
    }

    private List<String> failed() {
        return List.of("checkpoints", "evaluations").stream()
                .map(what -> rest.get(
                                server.evaluator() + what + "?status=failed&limit=" + FAILED_SHOWN + "&run_id="
                                        + runId(),
                                JsonNode.class)
                        .map(page -> page.path(what))
                        .orElse(MissingNode.getInstance()))
                .flatMap(page -> page.findParents("reason").stream())
                .filter(Objects::nonNull)
                .map(work ->
                        work.path("id").asText() + ": " + work.path("reason").asText())
                .toList();
    }

    static void pause() {
        try {
            Thread.sleep(BETWEEN_CHECKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while a folder was watched.", e);
        }
    }
}
