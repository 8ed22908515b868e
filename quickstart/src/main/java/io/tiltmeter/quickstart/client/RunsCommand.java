package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.Function;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tiltmeter runs}: the runs of a running system with their verdicts, by default the newest first. */
@Command(name = "runs")
public final class RunsCommand implements Callable<Integer> {
    /** Of a run. */
    enum Status {
        WAITING,
        QUEUED,
        TRAINING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /** On all suites of a run. */
    enum Verdict {
        INVERSION,
        RECOVERED,
        NO_INVERSION,
        INCONCLUSIVE
    }

    /** What runs are sorted by. */
    enum Sort {
        CREATED,
        UPDATED,
        NAME,
        PEAK,
        END,
        DROP,
        STANDARD_MEAN
    }

    enum Order {
        ASCENDING,
        DESCENDING
    }

    /** What only some runs have: its column is shown if a run of the list has it. */
    private record Further(String title, Function<JsonNode, String> of) {}

    private static final List<Further> FURTHER = List.of(
            new Further(
                    "name",
                    run -> run.has("requested_name") ? run.path("run_name").asText() : ""),
            new Further("tags", run -> String.join(", ", Figures.texts(run.path("tags")))),
            new Further("reason", run -> run.path("reason").asText()));

    @Option(names = "--status", paramLabel = "STATUS")
    private Optional<Status> status;

    @Option(names = "--search", paramLabel = "TEXT")
    private Optional<String> search;

    @Option(names = "--tag", paramLabel = "TAG")
    private List<String> tags = List.of();

    @Option(names = "--archived")
    private boolean archived;

    @Option(names = "--verdict", paramLabel = "VERDICT")
    private Optional<Verdict> verdict;

    @Option(names = "--suite", paramLabel = "NAME")
    private Optional<String> suite;

    @Option(names = "--sort", paramLabel = "FIGURE")
    private Optional<Sort> sort;

    @Option(names = "--order", paramLabel = "ORDER")
    private Optional<Order> order;

    @Option(names = "--limit", paramLabel = "N", converter = WholeNumber.Limit.class, defaultValue = "20")
    private int limit;

    @Option(names = "--figures")
    private boolean figures;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource runs = Resource.of(client.server().results(), "runs")
                .with("status", lowerCase(status))
                .with("search", search)
                .with("archived", Optional.of(archived).filter(wanted -> wanted))
                .with("verdict", lowerCase(verdict))
                .with("suite", suite)
                .with("sort", lowerCase(sort))
                .with("order", lowerCase(order))
                .with("limit", limit);
        for (String tag : tags) {
            runs = runs.with("tag", tag);
        }
        client.print(client.rest().body(runs), found -> text(found, figures, client.width()));
        return 0;
    }

    private static Optional<String> lowerCase(Optional<? extends Enum<?>> choice) {
        return choice.map(Enum::name).map(name -> name.toLowerCase(Locale.ROOT));
    }

    /** The response of {@code GET /api/v1/runs}. */
    static List<String> text(JsonNode found, boolean figures, int width) {
        List<Further> shown = FURTHER.stream()
                .filter(each -> StreamSupport.stream(found.path("runs").spliterator(), false)
                        .anyMatch(run -> !each.of().apply(run).isEmpty()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode run : found.path("runs")) {
            List<String> row = new ArrayList<>(List.of(
                    run.path("run_id").asText(),
                    run.path("status").asText(),
                    run.path("step").asText() + "/" + run.path("total_steps").asText()));
            if (figures) {
                for (String figure : List.of("peak_accuracy", "end_accuracy", "drop", "standard_end")) {
                    row.add(Figures.points(run.path("figures").path(figure)));
                }
            } else {
                row.add(run.path("checkpoints_scored").asText() + "/"
                        + run.path("checkpoints_planned").asText());
            }
            row.add(Figures.verdict(run.path("verdict"), run.path("verdict_strength")));
            row.add(warning(run.path("warning")));
            shown.forEach(each -> row.add(each.of().apply(run)));
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return List.of("No runs.");
        }
        List<Column> columns = new ArrayList<>(List.of(
                new Column("run", Kind.NAME), new Column("status", Kind.NAME), new Column("step", Kind.NUMBER)));
        for (String title : figures ? List.of("peak %", "end %", "drop", "std. %") : List.of("scored")) {
            columns.add(new Column(title, Kind.NUMBER));
        }
        columns.add(new Column("verdict", Kind.TEXT));
        columns.add(new Column("warning", Kind.TEXT));
        shown.forEach(each -> columns.add(new Column(each.title(), Kind.TEXT)));
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
