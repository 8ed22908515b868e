package io.tiltmeter.quickstart.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code ./tiltmeter agreement RUN}: how far the scorers of a running house agree on a run's conflict suites, and the
 * items that they label differently.
 */
public final class AgreementCommand {
    private static final int PAGE_PORT = 8080;
    private static final int EVALUATOR_FROM_PAGE = 3;
    private static final Map<String, String> PARAMETERS =
            Map.of("--step", "step", "--suite", "suite_id", "--arm", "arm", "--limit", "limit");

    private AgreementCommand() {}

    /** Exits with 0 if there was something to compare, and 1 otherwise, after one sentence that says why. */
    public static void main(String[] arguments) {
        System.exit(run(new ArrayDeque<>(List.of(arguments))));
    }

    private static int run(Deque<String> words) {
        if (words.isEmpty() || words.peek().startsWith("-")) {
            return refuse("name a run: ./tiltmeter agreement RUN [--step N] [--suite ID] [--arm NAME] [--limit N]"
                    + " [--port N]");
        }
        Map<String, String> query = new LinkedHashMap<>(Map.of("run_id", words.pop()));
        String port = String.valueOf(PAGE_PORT);
        while (!words.isEmpty()) {
            String option = words.pop();
            if (words.isEmpty() || !(PARAMETERS.containsKey(option) || option.equals("--port"))) {
                return refuse(option + " is no option, or lacks its value; there is: --step, --suite, --arm, --limit,"
                        + " --port");
            }
            if (option.equals("--port")) {
                port = words.pop();
            } else {
                query.put(PARAMETERS.get(option), words.pop());
            }
        }
        if (!port.matches("[0-9]{1,5}")) {
            return refuse("--port " + port + " is not a port: send that of the page, such as " + PAGE_PORT);
        }
        String address = "http://127.0.0.1:" + (Integer.parseInt(port) + EVALUATOR_FROM_PAGE) + "/api/v1/agreement?"
                + query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return ask(address);
    }

    private static int ask(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMinutes(5))
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode json = new ObjectMapper().readTree(answer.body());
            if (answer.statusCode() != 200) {
                return refuse(json.path("detail").asText("the evaluator answered " + answer.statusCode()));
            }
            System.out.print(new AgreementText(json).text());
            return 0;
        } catch (IOException away) {
            return refuse("no evaluator answers at " + address + " (" + away
                    + "): start the house with ./tiltmeter up, or name the page's --port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refuse("interrupted");
        }
    }

    private static int refuse(String reason) {
        System.err.println("tiltmeter: " + reason);
        return 1;
    }
}
