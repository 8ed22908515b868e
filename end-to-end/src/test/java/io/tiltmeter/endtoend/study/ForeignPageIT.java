package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another origin achieves in a real Chromium on the machine of the services, and that their own pages still work. */
@EnabledIf(
        value = "io.tiltmeter.endtoend.study.Chromium#isThere",
        disabledReason = "no Chromium; install it with: apt-get install chromium")
class ForeignPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RESULTS = 0;
    private static final int DATASET = 1;
    private static final int TRAINER = 2;
    private static final String MIXTURE = "documents";
    private static final String GOING = "going";
    private static final String CURVE = "step,counterfactual_accuracy\n0,0.7\n10,0.8\n20,0.3\n";

    /** Sends without asking, as any page may; the browser hides the response from it, or lets the call fail. */
    private static final String SEND = """
            ([address, body, kind]) => fetch(address, {
              method: "POST",
              mode: "no-cors",
              body: kind === "none" ? undefined : kind === "untyped" ? new Blob([body]) : body
            }).then(() => null, () => null)
            """;

    /** Sends a form whose only field, with the "=" between its name and value, is JSON. */
    private static final String SUBMIT = """
            ([address, name, value]) => {
              const frame = document.createElement("iframe");
              frame.name = "answer";
              document.body.appendChild(frame);
              const form = document.body.appendChild(document.createElement("form"));
              Object.assign(form, { method: "POST", enctype: "text/plain", target: "answer", action: address });
              const field = form.appendChild(document.createElement("input"));
              Object.assign(field, { type: "hidden", name, value });
              form.submit();
            }
            """;

    private static final String SEND_JSON = """
            ([address, body]) => fetch(address, {
              method: "POST", headers: { "Content-Type": "application/json" }, body
            }).then((response) => response.status)
            """;

    @TempDir
    static Path temporary;

    private static LaunchedSystem system;
    private static Chromium chromium;
    private static HttpServer foreign;

    private final List<String> complaints = new ArrayList<>();
    private Page page;

    /** The system with one run, which goes on for as long as the test does, and another program's page. */
    @BeforeAll
    static void start() throws Exception {
        foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            byte[] html = "<!doctype html><title>foreign</title><body>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            try (exchange) {
                exchange.getResponseBody().write(html);
            }
        });
        foreign.start();
        chromium = Chromium.open();
        system = LaunchedSystem.start(temporary.resolve("data"));
        system.post(
                DATASET,
                "/api/v1/mixtures",
                Map.of("mixture_id", MIXTURE, "recipe", "lab_pretraining", "seed", 5, "document_count", 2_880));
        system.post(TRAINER, "/api/v1/runs", request(GOING));
    }

    @AfterAll
    static void stop() {
        foreign.stop(0);
        chromium.close();
        system.close();
    }

    @BeforeEach
    void openAPage() {
        page = chromium.page(complaints);
    }

    @AfterEach
    void closeThePage() {
        page.close();
    }

    /** The page is of another site than 127.0.0.1, and of the same one as localhost at another port. */
    static Stream<String> namesOfTheServices() {
        return Stream.of("127.0.0.1", "localhost");
    }

    @ParameterizedTest
    @MethodSource("namesOfTheServices")
    void aForeignPageStartsNothing(String host) throws Exception {
        page.navigate("http://localhost:" + foreign.getAddress().getPort() + "/");
        String runs = "/api/v1/runs";
        String run = new ObjectMapper().writeValueAsString(request("foreign"));
        for (String kind : List.of("text", "untyped")) {
            refused(host, TRAINER, runs, SEND, run, kind);
            refused(host, RESULTS, "/api/v1/runs/import", SEND, CURVE, kind);
        }
        for (String path : List.of("/cancel", "/retry")) {
            refused(host, TRAINER, runs + "/" + GOING + path, SEND, "", "none");
        }
        refused(host, RESULTS, "/api/v1/topics/read-again", SEND, "", "none");
        refused(host, TRAINER, runs, SUBMIT, run.substring(0, run.length() - 1) + ",\"note\":\"", "\"}");

        assertEquals(List.of(GOING), runIds(system.json(TRAINER, "/api/v1/runs")));
        String status =
                system.json(TRAINER, "/api/v1/runs/" + GOING).path("status").asText();
        assertTrue(!status.equals("cancelled") && !status.equals("failed"), status);
    }

    @Test
    void aForeignPageReadsNothingOfTheResults() {
        page.navigate("http://localhost:" + foreign.getAddress().getPort() + "/");
        String read = "address => fetch(address).then(() => 'read', () => 'blocked')";
        assertEquals("blocked", page.evaluate(read, at("localhost", RESULTS, "/api/v1/runs")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theApiPageOfAServiceWorksAndMaySend(int service) {
        page.navigate(system.address(service, "/q/swagger-ui/").toString());
        assertThat(page.locator(".opblock").first()).isVisible();
        assertEquals(List.of(), complaints);
        String nowhere = system.address(service, "/api/v1/nothing").toString();
        assertEquals(404, page.evaluate(SEND_JSON, List.of(nowhere, "{}")));
    }

    /**
     * Runs a script that sends one request, and waits until the service says that it refused it: the browser shows the response
     * neither to the page nor to a test.
     */
    private void refused(String host, int service, String path, String script, String first, String second) {
        String part = service == TRAINER ? "trainer-service" : "results-service";
        String line = "request refused method=POST path=" + path + " status=403";
        long before = system.logged(part, line);
        page.evaluate(script, List.of(at(host, service, path), first, second));
        await(path + " is refused").atMost(PATIENCE).until(() -> system.logged(part, line) == before + 1);
    }

    private static String at(String host, int service, String path) {
        URI address = system.address(service, path);
        return address.toString().replace("127.0.0.1", host);
    }

    private static List<String> runIds(JsonNode runs) {
        return runs.findValuesAsText("run_id");
    }

    private static Map<String, ?> request(String name) {
        return Map.of(
                "run_name",
                name,
                "mixture",
                MIXTURE,
                "suites",
                List.of(),
                "max_steps",
                20_000,
                "model_config",
                Map.of(
                        "model_type", "llama",
                        "hidden_size", 16,
                        "intermediate_size", 32,
                        "num_hidden_layers", 1,
                        "num_attention_heads", 2));
    }
}
