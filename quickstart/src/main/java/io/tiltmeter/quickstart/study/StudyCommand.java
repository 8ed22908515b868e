package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.rest.ServerOptions;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter study}: the preset studies of a running system, by its REST interfaces alone. */
@Command(name = "study")
public final class StudyCommand implements Callable<Integer> {
    private static final double GIB = 1 << 30;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    /** What to do. */
    enum Action {
        LIST,
        RUN,
        SHOW,
        REPORT,
        PAPER
    }

    @Parameters(paramLabel = "ACTION", index = "0")
    private Action action;

    @Parameters(paramLabel = "NAME", index = "1", arity = "0..1")
    private String name;

    @Option(names = "--seeds", paramLabel = "N,N", split = ",")
    private List<Long> seeds;

    @Option(names = "--id", paramLabel = "ID")
    private String id;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--out", paramLabel = "FILE")
    private Path out;

    @Mixin
    private ServerOptions server;

    /** Shows every call that it makes. */
    private final Rest rest = new Rest(System.out::println, MAX_WAIT);

    private final Rest silent = new Rest(call -> {});

    @Override
    public Integer call() {
        if (action != Action.LIST && action != Action.PAPER && name == null) {
            throw new StartupException(
                    action == Action.RUN
                            ? "study run needs the name of a preset: ./tiltmeter study list shows them."
                            : "study " + action.name().toLowerCase(Locale.ROOT) + " needs the id of a study.");
        }
        switch (action) {
            case LIST -> requests(rest).presets().forEach(preset -> System.out.print(text(preset)));
            case RUN -> start(preset());
            case SHOW -> System.out.print(found(get(results() + "studies/" + name, "study " + name)));
            case REPORT -> report();
            case PAPER ->
                new PaperStudies(silent, Terminal.ofProcess(), requests(silent), trainer(), results()).run(seeds);
        }
        return 0;
    }

    private JsonNode preset() {
        List<String> known = new ArrayList<>();
        for (JsonNode preset : requests(rest).presets()) {
            known.add(preset.path("preset").asText());
            if (known.get(known.size() - 1).equals(name)) {
                return preset;
            }
        }
        throw new StartupException("there is no preset \"" + name + "\"; known: " + String.join(", ", known));
    }

    private void start(JsonNode preset) {
        String study = id == null ? PresetRequests.studyId(preset) : id;
        ArrayNode wanted = PresetRequests.seeds(preset, seeds);
        if (dryRun) {
            System.out.print(planned(requests(rest).plan(preset, wanted, study)));
            return;
        }
        requests(rest).inputs(preset, wanted);
        requests(rest).study(preset, wanted, study);
        if (!preset.path("derived_mixtures").isEmpty()) {
            System.out.println("Waiting for the base runs, whose losses filter the mixtures of this study.");
            requests(rest).derived(preset, wanted);
        }
        System.out.println(
                "Study " + study + " is under way. What it finds: ./tiltmeter study show " + study + server.asTyped());
    }

    private void report() {
        String document = rest.text(results() + "studies/" + name + "/report")
                .orElseThrow(() -> new StartupException("there is no study " + name + " at " + results()));
        Path file = out == null ? Path.of(name + ".html") : out;
        try {
            Files.writeString(file, document);
        } catch (IOException e) {
            throw new StartupException("The report cannot be written to " + file + ": " + e, e);
        }
        System.out.println("The report of study " + name + ": " + file.toAbsolutePath());
    }

    private PresetRequests requests(Rest calls) {
        return new PresetRequests(calls, server.server().dataset(), trainer());
    }

    private String trainer() {
        return server.server().trainer();
    }

    private String results() {
        return server.server().results();
    }

    private JsonNode get(String address, String what) {
        return rest.get(address, JsonNode.class)
                .orElseThrow(() -> new StartupException("there is no " + what + " at " + address));
    }

    private static String text(JsonNode preset) {
        return String.format(
                        Locale.ROOT,
                        "%-20s v%d  figure %s: %s%n                         %s%n",
                        preset.path("preset").asText(),
                        preset.path("version").asInt(),
                        preset.path("figure").asText(),
                        preset.path("title").asText(),
                        preset.path("question").asText())
                + needs(preset);
    }

    private static String needs(JsonNode preset) {
        List<String> needs = new ArrayList<>();
        preset.path("needs")
                .forEach(need -> needs.add(
                        need.path("kind").asText() + " " + need.path("name").asText()));
        return needs.isEmpty() ? "" : " ".repeat(25) + "needs " + String.join(", ", needs) + "\n";
    }

    /** The response to a dry run as text. */
    static String planned(JsonNode plan) {
        JsonNode known = plan.path("known");
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Study %s would start %d runs with %d conditions and %d seeds.%nKnown so far: %,d optimizer steps of %,d"
                        + " examples, %.1f GiB of checkpoints.%n",
                plan.path("study_id").asText(),
                plan.path("runs").asInt(),
                plan.path("conditions").size(),
                plan.path("seeds").size(),
                known.path("steps").asLong(),
                known.path("examples").asLong(),
                known.path("disk_bytes").asLong() / GIB));
        if (known.path("runs_of_unknown_length").asInt() > 0) {
            text.append(known.path("runs_of_unknown_length").asInt())
                    .append(" runs are not counted in steps: their mixtures are not ready.\n");
        }
        if (known.path("runs_of_unknown_size").asInt() > 0) {
            text.append(known.path("runs_of_unknown_size").asInt())
                    .append(
                            " runs are not counted in GiB: adapters, fresh models, or models that are not there yet.\n");
        }
        for (JsonNode cell : plan.path("cells")) {
            if (cell.has("fault")) {
                text.append(cell.path("run_name").asText())
                        .append(" would fail: ")
                        .append(cell.path("fault").asText())
                        .append('\n');
            }
        }
        plan.path("notes")
                .forEach(note -> text.append("Note: ").append(note.asText()).append('\n'));
        return text.toString();
    }

    /** The response of {@code GET /api/v1/studies/{id}} of the results-service as text. */
    static String found(JsonNode study) {
        StringBuilder text = new StringBuilder("Study " + study.path("study_id").asText() + "\n");
        for (JsonNode cell : study.path("cells")) {
            text.append(cell.path("condition").asText())
                    .append(" seed ")
                    .append(cell.path("seed").asLong())
                    .append(": ");
            if (cell.has("verdict")) {
                text.append(cell.path("verdict").asText());
                if (cell.has("strength")) {
                    text.append(" (").append(cell.path("strength").asText()).append(')');
                }
                if (cell.has("drop")) {
                    text.append(String.format(
                            Locale.ROOT,
                            ", %.1f to %.1f %%, drop %.1f points",
                            100 * cell.path("peak").asDouble(),
                            100 * cell.path("end").asDouble(),
                            100 * cell.path("drop").asDouble()));
                }
                if (cell.has("standard_mean_at_end")) {
                    text.append(String.format(
                            Locale.ROOT,
                            ", standard mean %.1f %%",
                            100 * cell.path("standard_mean_at_end").asDouble()));
                }
            } else {
                text.append(cell.path("missing").asText());
            }
            text.append('\n');
        }
        study.path("answers").forEach(answer -> text.append(answer.asText()).append('\n'));
        for (JsonNode criterion : study.path("criteria")) {
            text.append(criterion.path("outcome").asText().replace('_', ' '))
                    .append(": ")
                    .append(criterion.path("statement").asText())
                    .append('\n');
        }
        for (JsonNode condition : study.path("conditions")) {
            if (condition.has("difference")) {
                text.append(condition.at("/difference/sentence").asText()).append('\n');
            }
        }
        study.path("notes")
                .forEach(note -> text.append("Note: ").append(note.asText()).append('\n'));
        return text.toString();
    }
}
