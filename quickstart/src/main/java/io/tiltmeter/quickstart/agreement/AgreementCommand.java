package io.tiltmeter.quickstart.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.quickstart.rest.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private String step;

    @Option(names = "--suite", paramLabel = "ID")
    private String suite;

    @Option(names = "--arm", paramLabel = "NAME")
    private String arm;

    @Option(names = "--limit", paramLabel = "N")
    private String limit;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() {
        String address = server.server().evaluator() + "agreement?run_id="
                + encoded(run) + parameter("step", step) + parameter("suite_id", suite) + parameter("arm", arm)
                + parameter("limit", limit);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMinutes(5))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode json = new ObjectMapper().readTree(response.body());
            if (response.statusCode() != 200) {
                return refuse(json.path("detail").asText("the evaluator answered " + response.statusCode()));
            }
            System.out.print(text(json));
            return 0;
        } catch (IOException e) {
            return refuse("no evaluator answers at " + address + " (" + e
                    + "): start the system with ./tiltmeter up, or name the page's --port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refuse("interrupted");
        }
    }

    private static int refuse(String reason) {
        System.err.println("tiltmeter: " + reason);
        return 1;
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + encoded(value);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
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
