package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.terminal.TextTable;
import io.tiltmeter.quickstart.terminal.TextTable.Column;
import io.tiltmeter.quickstart.terminal.TextTable.Kind;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tiltmeter runs}: the runs of a running system with their verdicts, the newest first. */
@Command(name = "runs")
public final class RunsCommand implements Callable<Integer> {
    private static final int PAGE = 200;

    /** Of a run. */
    enum Status {
        WAITING,
        QUEUED,
        TRAINING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    @Option(names = "--status", paramLabel = "STATUS")
    private Optional<Status> status;

    @Option(names = "--limit", paramLabel = "N", converter = WholeNumber.Limit.class, defaultValue = "20")
    private int limit;

    @Option(names = "--figures")
    private boolean figures;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        String response = status.isEmpty() && !figures
                ? client.rest().body(runs().with("limit", limit))
                : selected().toString();
        client.print(response, found -> text(found, client.width()));
        return 0;
    }

    private Resource runs() {
        return Resource.of(client.server().results(), "runs");
    }

    /** The service lists runs of every status, so pages are read until enough have this one. */
    private ObjectNode selected() {
        ObjectNode selected = JsonNodeFactory.instance.objectNode();
        ArrayNode runs = selected.putArray("runs");
        int page = status.isEmpty() ? limit : PAGE;
        int offset = 0;
        JsonNode found;
        do {
            found = client.get(runs().with("limit", page).with("offset", offset));
            for (JsonNode run : found.path("runs")) {
                if (runs.size() < limit && hasStatus(run)) {
                    runs.add(run);
                }
            }
            offset += page;
        } while (runs.size() < limit && offset < found.path("total").asInt());
        if (figures) {
            runs.forEach(run -> ((ObjectNode) run)
                    .set(
                            "inversion",
                            client.get(Resource.of(
                                    client.server().results(),
                                    "runs",
                                    run.path("run_id").asText(),
                                    "inversion"))));
        }
        return selected;
    }

    private boolean hasStatus(JsonNode run) {
        return status.map(wanted -> wanted.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(run.path("status").asText()))
                .orElse(true);
    }

    /** The response of {@code GET /api/v1/runs}, each run with its {@code inversion} if figures are wanted. */
    static List<String> text(JsonNode found, int width) {
        boolean hasFigures = found.at("/runs/0/inversion").isObject();
        boolean hasReasons = false;
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode run : found.path("runs")) {
            List<String> row = new ArrayList<>(List.of(
                    run.path("run_id").asText(),
                    run.path("status").asText(),
                    run.path("step").asText() + "/" + run.path("total_steps").asText()));
            if (hasFigures) {
                JsonNode inversion = run.path("inversion");
                for (String figure : List.of("peak_accuracy", "end_accuracy", "drop", "standard_end")) {
                    row.add(Figures.points(inversion.path(figure)));
                }
            } else {
                row.add(run.path("checkpoints_scored").asText() + "/"
                        + run.path("checkpoints_planned").asText());
            }
            row.add(Figures.verdict(run.path("verdict"), run.path("verdict_strength")));
            row.add(warning(run.path("warning")));
            row.add(run.path("reason").asText());
            hasReasons |= !run.path("reason").asText().isEmpty();
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return List.of("No runs.");
        }
        List<Column> columns = new ArrayList<>(List.of(
                new Column("run", Kind.NAME), new Column("status", Kind.NAME), new Column("step", Kind.NUMBER)));
        for (String title : hasFigures ? List.of("peak %", "end %", "drop", "std. %") : List.of("scored")) {
            columns.add(new Column(title, Kind.NUMBER));
        }
        columns.add(new Column("verdict", Kind.TEXT));
        columns.add(new Column("warning", Kind.TEXT));
        if (hasReasons) {
            columns.add(new Column("reason", Kind.TEXT));
        } else {
            rows.forEach(row -> row.remove(row.size() - 1));
        }
        List<String> lines = new ArrayList<>(new TextTable(columns, rows).lines(width));
        if (found.path("total").asInt() > rows.size()) {
            lines.add(rows.size() + " of " + found.path("total").asInt() + " runs; --limit N shows more.");
        }
        return lines;
    }

    private static String warning(JsonNode warning) {
        String state = warning.path("state").asText("none");
        if (state.equals("none")) {
            return "";
        }
        return state
                + (warning.has("since_step")
                        ? " since " + warning.path("since_step").asText()
                        : "");
    }
}
