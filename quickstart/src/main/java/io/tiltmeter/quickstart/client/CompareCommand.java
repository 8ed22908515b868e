package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.terminal.TextTable;
import io.tiltmeter.quickstart.terminal.TextTable.Column;
import io.tiltmeter.quickstart.terminal.TextTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter compare RUN RUN ...}: runs at equal standard mean. */
@Command(name = "compare")
public final class CompareCommand implements Callable<Integer> {
    private static final List<Column> RUNS = List.of(
            new Column("run", Kind.NAME),
            new Column("counterfactual", Kind.NUMBER),
            new Column("95 % interval", Kind.NUMBER),
            new Column("best", Kind.NUMBER),
            new Column("at step", Kind.NUMBER),
            new Column("note", Kind.TEXT));

    private static final List<Column> PAIRS = List.of(
            new Column("run", Kind.NAME),
            new Column("less", Kind.NAME),
            new Column("difference", Kind.NUMBER),
            new Column("95 % interval", Kind.NUMBER),
            new Column("p (Holm)", Kind.NUMBER));

    @Parameters(paramLabel = "RUN", arity = "1..*")
    private List<String> runs;

    @Mixin
    private SeriesOptions series;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource comparison = series.select(
                Resource.of(client.server().results(), "comparison").with("runs", String.join(",", runs)));
        client.print(client.rest().body(comparison), found -> text(found, client.width()));
        return 0;
    }

    /** The response of {@code GET /api/v1/comparison}. */
    static List<String> text(JsonNode found, int width) {
        List<String> lines = new ArrayList<>();
        lines.add("Suite " + found.path("suite").asText() + ", "
                + (found.path("matched_at").isNumber()
                        ? "at a standard mean of " + Figures.percent(found.path("matched_at"))
                        : "the runs have no standard mean in common"));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode run : found.path("runs")) {
            JsonNode matched = matched(found, run.path("run_id").asText());
            rows.add(List.of(
                    run.path("run_id").asText(),
                    Figures.percent(matched.path("counterfactual_accuracy")),
                    Figures.interval(matched.path("low"), matched.path("high")),
                    Figures.percent(run.at("/best/counterfactual_accuracy")),
                    run.path("best_step").asText(),
                    matched.path("reason").asText()));
        }
        lines.addAll(new TextTable(RUNS, rows).lines(width));
        lines.add("best: the highest counterfactual accuracy within " + Figures.points(found.path("tolerance"))
                + " points of the run's best standard mean");
        List<List<String>> pairs = new ArrayList<>();
        for (JsonNode pair : found.path("pairs")) {
            pairs.add(List.of(
                    pair.path("run").asText(),
                    pair.path("with").asText(),
                    Figures.points(pair.path("difference")),
                    Figures.interval(pair.path("low"), pair.path("high")),
                    Figures.p(pair.path("holm_p"))));
        }
        if (!pairs.isEmpty()) {
            lines.add("");
            lines.addAll(new TextTable(PAIRS, pairs).lines(width));
        }
        Figures.texts(found.path("warnings")).forEach(warning -> lines.add("Warning: " + warning));
        return lines;
    }

    private static JsonNode matched(JsonNode found, String run) {
        for (JsonNode matched : found.path("matched")) {
            if (matched.path("run_id").asText().equals(run)) {
                return matched;
            }
        }
        return found.path("no run");
    }
}
