package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./tiltmeter agreement RUN}: how far the scorers of a running system agree on a run's conflict suites, and the
 * items that they label differently.
 */
@Command(name = "agreement")
public final class AgreementCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String run;

    @Option(names = "--step", paramLabel = "N")
    private Optional<String> step;

    @Option(names = "--suite", paramLabel = "ID")
    private Optional<String> suite;

    @Option(names = "--arm", paramLabel = "NAME")
    private Optional<String> arm;

    @Option(names = "--limit", paramLabel = "N")
    private Optional<String> limit;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource agreement = Resource.of(client.server().evaluator(), "agreement")
                .with("run_id", run)
                .with("step", step)
                .with("suite_id", suite)
                .with("arm", arm)
                .with("limit", limit);
        client.print(client.rest().body(agreement), found -> text(found).lines().toList());
        return 0;
    }

    /** The response of {@code GET /api/v1/agreement} as text. */
    static String text(JsonNode agreement) {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + agreement.path("run_id").asText() + ", all scorers: " + share(agreement.path("all")));
        for (JsonNode evaluation : agreement.path("evaluations")) {
            lines.add("");
            lines.add(evaluation.path("id").asText() + ": " + share(evaluation.path("all")));
            for (JsonNode pair : evaluation.path("pairs")) {
                lines.add("  " + pair.path("first").asText() + " and "
                        + pair.path("second").asText() + ": " + share(pair.path("agreement")));
            }
            for (JsonNode item : evaluation.path("disagreements")) {
                lines.add("  - " + item.path("item_id").asText() + " " + labels(item.path("labels")));
                lines.add("      context says " + quoted(item, "context_answer") + ", memory says "
                        + quoted(item, "memory_answer") + ", generated " + quoted(item, "generated"));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String share(JsonNode share) {
        return String.format(
                Locale.ROOT,
                "one label for %.1f %% of %d items (%.1f %% of the %d that all decide), contradictions: %d",
                100 * share.path("share").asDouble(),
                share.path("items").asInt(),
                100 * share.path("share_of_decided").asDouble(),
                share.path("decided").asInt(),
                share.path("contradicted").asInt());
    }

    private static String labels(JsonNode labels) {
        List<String> each = new ArrayList<>();
        labels.properties()
                .forEach(label ->
                        each.add(label.getKey() + "=" + label.getValue().asText()));
        return String.join(" ", each);
    }

    private static String quoted(JsonNode item, String field) {
        return "\"" + item.path(field).asText() + "\"";
    }
}
