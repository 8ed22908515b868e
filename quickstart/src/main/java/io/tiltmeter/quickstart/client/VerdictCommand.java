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

/** {@code ./tiltmeter verdict RUN}: whether a run stopped reading its context, and how sure that is. */
@Command(name = "verdict")
public final class VerdictCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            new Column("suite", Kind.NAME),
            new Column("verdict", Kind.TEXT),
            new Column("peak", Kind.NUMBER),
            new Column("end", Kind.NUMBER),
            new Column("drop", Kind.NUMBER),
            new Column("95 % interval", Kind.NUMBER),
            new Column("probability", Kind.NUMBER));

    @Parameters(paramLabel = "RUN")
    private String run;

    @Mixin
    private SeriesOptions series;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource inversion = series.select(Resource.of(client.server().results(), "runs", run, "inversion"));
        client.print(client.rest().body(inversion), verdict -> text(verdict, client.width()));
        return 0;
    }

    /** The response of {@code GET /api/v1/runs/{id}/inversion}. */
    static List<String> text(JsonNode verdict, int width) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict.path("sentence").asText());
        if (verdict.path("strength").isTextual()) {
            lines.add("Strength: " + Figures.words(verdict.path("strength")));
        }
        if (verdict.path("probability_inversion").isNumber()) {
            lines.add("Probabilities: inversion " + Figures.p(verdict.path("probability_inversion")) + ", recovered "
                    + Figures.p(verdict.path("probability_recovered")) + ", never fell "
                    + Figures.p(verdict.path("probability_never_fell")));
        }
        if (verdict.path("smallest_detectable_drop").isNumber()) {
            lines.add("Smallest detectable drop: " + Figures.points(verdict.path("smallest_detectable_drop"))
                    + " points");
        }
        if (verdict.path("provisional").asBoolean()) {
            lines.add("Provisional: scores are still missing.");
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : verdict.path("suites")) {
            rows.add(List.of(
                    one.path("suite").asText(),
                    Figures.verdict(one.path("verdict"), one.path("strength")),
                    Figures.percent(one.path("peak_accuracy")),
                    Figures.percent(one.path("end_accuracy")),
                    Figures.points(one.path("drop")),
                    Figures.interval(one.path("drop_low"), one.path("drop_high")),
                    Figures.p(one.path("probability_inversion"))));
        }
        if (rows.size() > 1) {
            lines.add("");
            lines.addAll(new TextTable(COLUMNS, rows).lines(width));
        }
        return lines;
    }
}
