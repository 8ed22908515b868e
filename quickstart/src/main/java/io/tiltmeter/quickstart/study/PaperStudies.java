package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every preset study of the lab, one for each figure of the paper, and what each of them shows. */
final class PaperStudies {
    private static final String LAB = "lab";
    private static final String SHOWN = "shown";
    private static final String NOT_SHOWN = "not_shown";
    private static final String OPPOSITE = "opposite";

    private static final Duration MAX_WAIT_FOR_PROBES = Duration.ofMinutes(5);

    private static final Set<String> ENDED_EARLY = Set.of("failed", "cancelled");

    private final Rest rest;
    private final Terminal terminal;
    private final PresetRequests requests;
    private final String trainer;
    private final String results;

    PaperStudies(Rest rest, Terminal terminal, PresetRequests requests, String trainer, String results) {
        this.rest = rest;
        this.terminal = terminal;
        this.requests = requests;
        this.trainer = trainer;
        this.results = results;
    }

    /**
     * Requests what is not there yet, waits until every run has ended and is scored, and prints the table.
     *
     * @param wanted seeds; those of each preset if null
     */
    void run(List<Long> wanted) {
        List<JsonNode> presets = requests.presets().stream()
                .filter(preset -> preset.path("scale").asText().equals(LAB))
                .toList();
        for (JsonNode preset : presets) {
            ArrayNode seeds = PresetRequests.seeds(preset, wanted);
            requests.inputs(preset, seeds);
            requests.study(preset, seeds, PresetRequests.studyId(preset));
        }
        presets.forEach(preset -> requests.derived(preset, PresetRequests.seeds(preset, wanted)));
        presets.forEach(this::await);
        terminal.clearStatus();
        List<JsonNode> studies = new ArrayList<>();
        for (JsonNode preset : presets) {
            studies.add(rest.get(results + "studies/" + PresetRequests.studyId(preset), JsonNode.class)
                    .orElseThrow(() -> new StartupException(
                            "there is no study " + PresetRequests.studyId(preset) + " at " + results)));
        }
        System.out.print(table(presets, studies));
    }

    private void await(JsonNode preset) {
        String address = trainer + "studies/" + PresetRequests.studyId(preset);
        Optional<Instant> scored = Optional.empty();
        while (true) {
            JsonNode study = rest.get(address, JsonNode.class)
                    .orElseThrow(() -> new StartupException("there is no study at " + address));
            JsonNode statuses = study.path("runs_by_status");
            int runs = study.path("runs").asInt();
            int completed = statuses.path("completed").asInt();
            int stopped =
                    statuses.path("failed").asInt() + statuses.path("cancelled").asInt();
            terminal.status(name(preset), ProgressLine.counted(name(preset), completed + stopped, runs, "runs"));
            if (completed + stopped == runs) {
                JsonNode found = rest.get(results + "studies/" + PresetRequests.studyId(preset), JsonNode.class)
                        .orElse(MissingNode.getInstance());
                if (isScored(found)) {
                    scored = scored.or(() -> Optional.of(Instant.now()));
                    boolean patient = Instant.now().isBefore(scored.get().plus(MAX_WAIT_FOR_PROBES));
                    if (isProbed(found) || !patient) {
                        return;
                    }
                }
            }
            PresetRequests.pause();
        }
    }

    /** Whether every run that did not fail is scored to its end. */
    private static boolean isScored(JsonNode found) {
        for (JsonNode cell : found.path("cells")) {
            if (!ENDED_EARLY.contains(cell.path("status").asText())
                    && cell.path("provisional").asBoolean(true)) {
                return false;
            }
        }
        return !found.isMissingNode();
    }

    /** Whether what probes measure is there: they end after the scores, and may have failed. */
    private static boolean isProbed(JsonNode found) {
        for (JsonNode criterion : found.path("criteria")) {
            if (criterion.has("probe") && !criterion.path("missing_seeds").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static String name(JsonNode preset) {
        return preset.path("preset").asText();
    }

    /** The table of docs/paper.md: a line for each criterion, and for each figure whether all of its criteria are shown. */
    static String table(List<JsonNode> presets, List<JsonNode> studies) {
        StringBuilder table = new StringBuilder("| figure | criterion | measured | outcome |\n|---|---|---|---|\n");
        int figures = 0;
        for (int i = 0; i < presets.size(); i++) {
            JsonNode criteria = studies.get(i).path("criteria");
            String outcome = outcome(criteria);
            figures += outcome.equals(SHOWN) ? 1 : 0;
            table.append(String.format(
                    "| **%s** [%s](%s) | %s | | **%s** |%n",
                    presets.get(i).path("figure").asText(),
                    presets.get(i).path("title").asText(),
                    "../trainer-service/src/main/resources/study-presets/" + name(presets.get(i)) + ".v"
                            + presets.get(i).path("version").asInt() + ".json",
                    presets.get(i).path("paper").asText(),
                    words(outcome)));
            criteria.forEach(criterion -> table.append(line(criterion)));
        }
        return table.append(String.format("%n%d of %d figures shown.%n", figures, presets.size()))
                .toString();
    }

    private static String line(JsonNode criterion) {
        boolean isShare = criterion.path("unit").asText().equals("share");
        double unit = isShare ? 100 : 1;
        String digits = isShare ? "%.1f" : "%.3f";
        String measured = "none";
        if (criterion.path("low").isNumber()) {
            measured = String.format(
                    Locale.ROOT,
                    digits + " (" + digits + " to " + digits + "), %d seeds",
                    unit * criterion.path("value").asDouble(),
                    unit * criterion.path("low").asDouble(),
                    unit * criterion.path("high").asDouble(),
                    criterion.path("seeds").size());
        } else if (criterion.path("value").isNumber()) {
            measured = String.format(
                    Locale.ROOT,
                    digits + ", 1 seed",
                    unit * criterion.path("value").asDouble());
        }
        return "| | " + criterion.path("statement").asText() + " | " + measured + " | "
                + words(criterion.path("outcome").asText()) + " |\n";
    }

    private static String outcome(JsonNode criteria) {
        String outcome = SHOWN;
        for (JsonNode criterion : criteria) {
            String one = criterion.path("outcome").asText();
            outcome = one.equals(OPPOSITE) || outcome.equals(OPPOSITE)
                    ? OPPOSITE
                    : one.equals(SHOWN) ? outcome : NOT_SHOWN;
        }
        return outcome;
    }

    private static String words(String outcome) {
        return outcome.replace('_', ' ');
    }
}
