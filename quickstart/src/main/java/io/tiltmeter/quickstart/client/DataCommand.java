package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.terminal.TextTable;
import io.tiltmeter.quickstart.terminal.TextTable.Column;
import io.tiltmeter.quickstart.terminal.TextTable.Kind;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tiltmeter data}: the sources, mixtures and suites of a running system, the newest first. */
@Command(
        name = "data",
        subcommands = {DataAddCommand.class, DataExportCommand.class, DataShowCommand.class})
public final class DataCommand implements Callable<Integer> {
    static final List<String> KINDS = List.of("sources", "mixtures", "suites");

    @Option(names = "--limit", paramLabel = "N", converter = WholeNumber.Limit.class, defaultValue = "20")
    private int limit;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        List<String> responses = new ArrayList<>();
        for (String kind : KINDS) {
            responses.add("\"" + kind + "\":"
                    + client.rest()
                            .body(Resource.of(client.server().dataset(), kind).with("limit", limit)));
        }
        client.print("{" + String.join(",", responses) + "}", data -> text(data, client.width()));
        return 0;
    }

    /** The three lists of the dataset-service, each below its name. */
    static List<String> text(JsonNode data, int width) {
        List<String> lines = new ArrayList<>();
        for (String kind : KINDS) {
            JsonNode list = data.path(kind).path(kind);
            lines.add((lines.isEmpty() ? "" : "\n") + kind + ": " + list.size() + " of "
                    + data.path(kind).path("total").asText());
            if (!list.isEmpty()) {
                lines.addAll(table(kind, list).lines(width));
            }
        }
        return lines.stream().flatMap(String::lines).toList();
    }

    private static TextTable table(String kind, JsonNode list) {
        List<List<String>> rows = new ArrayList<>();
        String one = kind.substring(0, kind.length() - 1);
        for (JsonNode each : list) {
            rows.add(List.of(
                    each.path(one + "_id").asText(),
                    each.path("status").asText(),
                    count(each),
                    about(each),
                    each.path("reason").asText()));
        }
        return new TextTable(
                List.of(
                        new Column(one, Kind.NAME),
                        new Column("status", Kind.TEXT),
                        new Column("size", Kind.NUMBER),
                        new Column("kind", Kind.TEXT),
                        new Column("reason", Kind.TEXT)),
                rows);
    }

    /** Rows of a source, examples of a mixture, items of a suite. */
    private static String count(JsonNode each) {
        for (String path : List.of("/row_count", "/content/row_count", "/example_count", "/suite/item_count")) {
            if (each.at(path).isNumber()) {
                return Figures.decimals(0, each.at(path));
            }
        }
        return "";
    }

    private static String about(JsonNode each) {
        for (String path : List.of("/format/shape", "/content/format/shape", "/suite/kind", "/recipe/recipe")) {
            if (each.at(path).isTextual()) {
                return Figures.words(each.at(path));
            }
        }
        return "";
    }
}
