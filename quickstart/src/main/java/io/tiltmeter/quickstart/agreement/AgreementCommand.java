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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = WholeNumber.PagePort.class,
            defaultValue = "" + Ports.DEFAULT_PAGE)
    private int page;

    @Override
    public Integer call() {
        String address = "http://127.0.0.1:" + new Ports(page, 1).evaluator(0) + "/api/v1/agreement?run_id=" + encoded(run)
                + parameter("step", step) + parameter("suite_id", suite) + parameter("arm", arm) + parameter("limit", limit);
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

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + encoded(value);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
