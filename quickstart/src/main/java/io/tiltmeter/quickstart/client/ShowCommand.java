package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.terminal.Sparkline;
import io.tiltmeter.quickstart.terminal.TextTable;
import io.tiltmeter.quickstart.terminal.TextTable.Column;
import io.tiltmeter.quickstart.terminal.TextTable.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter show RUN}: how far a run has come, and its inversion curve. */
@Command(name = "show")
public final class ShowCommand implements Callable<Integer> {
    /** The settings that a reader asks for first, by their names in a request. */
    private static final List<String> SETTINGS = List.of(
            "model_name_or_path",
            "mixture",
            "finetuning_type",
            "learning_rate",
            "lr_scheduler_type",
            "num_train_epochs",
            "max_steps",
            "per_device_train_batch_size",
            "gradient_accumulation_steps",
            "seed");

    private static final List<Column> COLUMNS = List.of(
            new Column("step", Kind.NUMBER),
            new Column("counterfactual", Kind.NUMBER),
            new Column("95 % interval", Kind.NUMBER),
            new Column("parametric", Kind.NUMBER),
            new Column("standard mean", Kind.NUMBER),
            new Column("loss", Kind.NUMBER));

    @Parameters(paramLabel = "RUN")
    private String run;

    @Mixin
    private SeriesOptions series;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        String results = client.server().results();
        String state = client.rest().body(Resource.of(results, "runs", run));
        String curve = client.rest().body(series.select(Resource.of(results, "runs", run, "curves")));
        client.print(
                "{\"run\":" + state + ",\"curve\":" + curve + "}",
                both -> text(both.path("run"), both.path("curve"), client.width()));
        return 0;
    }

    /** The responses of {@code GET /api/v1/runs/{id}} and {@code .../curves}. */
    static List<String> text(JsonNode run, JsonNode curve, int width) {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + run.path("run_id").asText() + ": " + progress(run));
        lines.addAll(AnnotateCommand.annotation(run));
        if (!run.path("reason").asText().isEmpty()) {
            lines.add("Reason: " + run.path("reason").asText());
        }
        JsonNode config = run.path("effective_config");
        List<String> settings = SETTINGS.stream()
                .filter(config::has)
                .map(name -> name + "=" + config.path(name).asText())
                .toList();
        if (!settings.isEmpty()) {
            lines.add("Settings: " + String.join(" ", settings));
        }
        lines.add("Checkpoints: " + run.path("checkpoints_planned").asInt() + " planned, "
                + run.path("checkpoints_saved").asInt() + " saved, "
                + run.path("checkpoints_scored").asInt() + " scored on every suite");
        failures(run, lines);
        if (run.has("verdict")) {
            lines.add("Verdict: " + Figures.verdict(run.path("verdict"), run.path("verdict_strength"))
                    + (run.path("provisional").asBoolean() ? ", provisional" : ""));
        }
        lines.add("");
        lines.addAll(curve(curve, width));
        return lines;
    }

    /** Evaluations that failed for good, each by the id that {@code ./tiltmeter retry} takes. */
    private static void failures(JsonNode run, List<String> lines) {
        Map<String, String> ids = new HashMap<>();
        run.path("suites")
                .forEach(each -> ids.put(
                        each.path("task").asText(), each.path("suite_id").asText()));
        for (JsonNode checkpoint : run.path("checkpoints")) {
            for (JsonNode failed : checkpoint.path("failed")) {
                String suite = failed.path("suite").asText();
                lines.add("Evaluation failed: " + run.path("run_id").asText() + "/"
                        + checkpoint.path("step").asText() + "/" + ids.getOrDefault(suite, suite) + "/"
                        + failed.path("arm").asText() + ": "
                        + failed.path("reason").asText());
            }
        }
    }

    private static String progress(JsonNode run) {
        StringBuilder text = new StringBuilder(run.path("status").asText())
                .append(", step ")
                .append(run.path("step").asText())
                .append(" of ")
                .append(run.path("total_steps").asText());
        if (run.has("loss_nats")) {
            text.append(", loss ")
                    .append(Figures.decimals(3, run.path("loss_nats")))
                    .append(" nats");
        }
        if (run.has("tokens_per_second")) {
            text.append(", ")
                    .append(Figures.decimals(0, run.path("tokens_per_second")))
                    .append(" tokens/s");
        }
        if (run.has("eta_seconds")) {
            text.append(", ")
                    .append(Figures.decimals(0, run.path("eta_seconds")))
                    .append(" s left");
        }
        return text.toString();
    }

    private static List<String> curve(JsonNode curve, int width) {
        JsonNode points = curve.path("points");
        if (points.isEmpty()) {
            return List.of("No checkpoint is scored on a knowledge-conflict suite.");
        }
        List<String> lines = new ArrayList<>();
        List<String> others = Figures.texts(curve.path("conflict_suites"));
        others.remove(curve.path("suite").asText());
        lines.add("Suite " + curve.path("suite").asText() + ", scorer "
                + curve.path("scorer").asText() + ", arm "
                + curve.path("arm").asText()
                + (others.isEmpty() ? "" : "; --suite shows another: " + String.join(", ", others)));
        lines.add("  counterfactual " + sparkline(points, "counterfactual_accuracy"));
        lines.add("  parametric     " + sparkline(points, "parametric_accuracy"));
        lines.add("  standard mean  " + sparkline(points, "standard_mean"));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode point : points) {
            rows.add(List.of(
                    point.path("step").asText(),
                    Figures.percent(point.path("counterfactual_accuracy")),
                    Figures.interval(point.path("counterfactual_low"), point.path("counterfactual_high")),
                    Figures.percent(point.path("parametric_accuracy")),
                    Figures.percent(point.path("standard_mean")),
                    Figures.decimals(3, point.path("training_loss_nats"))));
        }
        lines.addAll(new TextTable(COLUMNS, rows).lines(width));
        return lines;
    }

    private static String sparkline(JsonNode points, String field) {
        List<Optional<Double>> shares = new ArrayList<>();
        points.forEach(point -> shares.add(
                Optional.of(point.path(field)).filter(JsonNode::isNumber).map(JsonNode::asDouble)));
        return Sparkline.of(shares);
    }
}
