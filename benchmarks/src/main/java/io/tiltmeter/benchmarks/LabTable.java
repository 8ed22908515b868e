package io.tiltmeter.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The table of docs/experiments.md. Shares are in points; the peak is the one of the verdict. */
@Command(name = "lab-table")
final class LabTable implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(index = "0", paramLabel = "ADDRESS")
    private String results;

    @Parameters(index = "1..*", paramLabel = "RUN", arity = "1..*")
    private List<String> runs;

    @Override
    public Integer call() throws IOException {
        System.out.println("| run | CF start | CF peak (step) | CF end | rise | drop (95 %) | PA start, peak, end |"
                + " ID start, peak, end | verdict |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        DoubleSummaryStatistics rises = new DoubleSummaryStatistics();
        DoubleSummaryStatistics drops = new DoubleSummaryStatistics();
        for (String run : runs) {
            JsonNode verdict = get("/api/v1/runs/" + run + "/inversion");
            System.out.println(row(run, verdict));
            rises.accept(100 * verdict.path("rise").asDouble());
            drops.accept(100 * verdict.path("drop").asDouble());
        }
        System.out.printf(Locale.ROOT, "| mean | | | | %.1f | %.1f | | | |%n", rises.getAverage(), drops.getAverage());
        return 0;
    }

    private String row(String run, JsonNode verdict) throws IOException {
        JsonNode points = get("/api/v1/runs/" + run + "/curves").path("points");
        JsonNode start = points.path(0);
        JsonNode end = points.path(points.size() - 1);
        JsonNode peak = start;
        for (JsonNode point : points) {
            peak = point.path("step").asInt() == verdict.path("peak_step").asInt() ? point : peak;
        }
        return "| %s | %s | %s (%d) | %s | %s | %s (%s to %s) | %s, %s, %s | %s, %s, %s | %s |"
                .formatted(
                        run,
                        points(start, "counterfactual_accuracy"),
                        points(peak, "counterfactual_accuracy"),
                        peak.path("step").asInt(),
                        points(end, "counterfactual_accuracy"),
                        points(verdict, "rise"),
                        points(verdict, "drop"),
                        points(verdict, "drop_low"),
                        points(verdict, "drop_high"),
                        points(start, "parametric_accuracy"),
                        points(peak, "parametric_accuracy"),
                        points(end, "parametric_accuracy"),
                        points(start, "standard_mean"),
                        points(peak, "standard_mean"),
                        points(end, "standard_mean"),
                        verdict.path("verdict").asText());
    }

    private static String points(JsonNode node, String field) {
        return String.format(Locale.ROOT, "%.1f", 100 * node.path(field).asDouble());
    }

    private JsonNode get(String path) throws IOException {
        return JSON.readTree(Rest.get(results + path));
    }
}
