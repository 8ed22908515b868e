package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.TextTable;
import io.tiltmeter.quickstart.terminal.TextTable.Column;
import io.tiltmeter.quickstart.terminal.TextTable.Kind;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter items RUN}: what the model generated for single items, or the items whose answer changed sides. */
@Command(name = "items")
public final class ItemsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String run;

    @Option(names = "--step", paramLabel = "N", converter = WholeNumber.Step.class)
    private Optional<Integer> step;

    @Option(names = "--flipped")
    private boolean flipped;

    @Option(names = "--limit", paramLabel = "N", converter = WholeNumber.Limit.class, defaultValue = "20")
    private int limit;

    @Mixin
    private SeriesOptions series;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource items = flipped
                ? resource("flips").with("to", step)
                : resource("outcomes").with("step", step.isEmpty() ? lastStep() : step.get());
        client.print(
                client.rest().body(items.with("limit", limit)),
                found -> flipped ? flips(found, client.width()) : outcomes(found, client.width()));
        return 0;
    }

    private Resource resource(String name) {
        return series.select(Resource.of(client.server().results(), "runs", run, name));
    }

    private int lastStep() {
        JsonNode points = client.get(resource("curves")).path("points");
        if (points.isEmpty()) {
            throw new StartupException("run " + run + " has no scored checkpoint of a knowledge-conflict suite"
                    + ": name a step by --step and a suite by --suite");
        }
        return points.get(points.size() - 1).path("step").asInt();
    }

    /** The response of {@code GET /api/v1/runs/{id}/outcomes}. */
    static List<String> outcomes(JsonNode found, int width) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode item : found.path("items")) {
            rows.add(List.of(
                    item.path("item_id").asText(),
                    answer(item),
                    item.path("context_answer").asText(),
                    item.path("memory_answer").asText(),
                    item.path("generated").asText(),
                    item.path("question").asText()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("Suite " + found.path("suite").asText() + ", step "
                + found.path("step").asText() + ": " + rows.size() + " of "
                + found.path("total").asText() + " items");
        lines.addAll(table(List.of("answer", "context says", "memory says", "generated", "question"), rows, width));
        return lines;
    }

    /** The response of {@code GET /api/v1/runs/{id}/flips}. */
    static List<String> flips(JsonNode found, int width) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode item : found.path("items")) {
            rows.add(List.of(
                    item.path("item_id").asText(),
                    Figures.words(item.path("direction")) + (item.path("robust").asBoolean() ? ", robust" : ""),
                    item.path("context_answer").asText(),
                    item.path("memory_answer").asText(),
                    item.at("/from/generated").asText(),
                    item.at("/to/generated").asText()));
        }
        String from = found.path("from_step").asText();
        String to = found.path("to_step").asText();
        List<String> lines = new ArrayList<>();
        lines.add("Suite " + found.path("suite").asText() + ", step " + from + " to " + to + ": "
                + found.at("/context_to_memory/count").asText() + " items from context to memory, "
                + found.at("/memory_to_context/count").asText() + " from memory to context; " + rows.size()
                + " are shown");
        lines.addAll(table(
                List.of("direction", "context says", "memory says", "at step " + from, "at step " + to), rows, width));
        return lines;
    }

    private static List<String> table(List<String> texts, List<List<String>> rows, int width) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("item", Kind.NAME));
        texts.forEach(title -> columns.add(new Column(title, Kind.TEXT)));
        return rows.isEmpty() ? List.of() : new TextTable(columns, rows).lines(width);
    }

    private static String answer(JsonNode item) {
        boolean context = item.path("context_answer_found").asBoolean();
        boolean memory = item.path("memory_answer_found").asBoolean();
        if (context == memory) {
            return context ? "both" : "neither";
        }
        return context ? "context" : "memory";
    }
}
