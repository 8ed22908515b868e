package io.tiltmeter.quickstart.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./tiltmeter agreement RUN}: how far the scorers of a running system agree on a run's conflict suites, and the
 * items that they label differently.
 */
@Command(
        name = "agreement",
        description = "Show how far the scorers of a run agree, and the items that they label differently.")
public final class AgreementCommand implements Callable<Integer> {
    private final Map<String, String> query = new LinkedHashMap<>();

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = WholeNumber.PagePort.class,
            defaultValue = "" + Ports.DEFAULT_PAGE,
            description = "Port of the page of the system that is up (${DEFAULT-VALUE}).")
    private int page;

    @Parameters(paramLabel = "RUN", description = "Id or name of the run.")
    void setRun(String run) {
        query.put("run_id", run);
    }

    @Option(names = "--step", paramLabel = "N", description = "Of this checkpoint only.")
    void setStep(String step) {
        query.put("step", step);
    }

    @Option(names = "--suite", paramLabel = "ID", description = "On this suite only.")
    void setSuite(String suite) {
        query.put("suite_id", suite);
    }

    @Option(names = "--arm", paramLabel = "NAME", description = "In this arm only.")
    void setArm(String arm) {
        query.put("arm", arm);
    }

    @Option(names = "--limit", paramLabel = "N", description = "How many items to list.")
    void setLimit(String limit) {
        query.put("limit", limit);
    }

    @Override
    public Integer call() {
        String address = "http://127.0.0.1:" + new Ports(page, 1).evaluator(0) + "/api/v1/agreement?"
                + query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMinutes(5))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode json = new ObjectMapper().readTree(response.body());
            if (response.statusCode() != 200) {
                throw new StartupException(
                        json.path("detail").asText("the evaluator answered " + response.statusCode()));
            }
            System.out.print(new AgreementText(json).text());
            return 0;
        } catch (IOException e) {
            throw new StartupException(
                    "no evaluator answers at " + address + " (" + e
                            + "): start the system with ./tiltmeter up, or name the page's --port",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted", e);
        }
    }
}
