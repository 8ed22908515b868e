package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.evaluator.application.EvaluationService;
import io.tiltmeter.evaluator.application.PublishedCheckpoints;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Progress of an evaluation that another replica works on, followed by a client of server-sent events. */
@QuarkusTest
class EvaluationStreamIT {
    private static final int ITEMS = 10;

    @TestHTTPResource("/api/v1/evaluations/stream")
    URI stream;

    @Inject
    ArtifactStore artifacts;

    @Inject
    EvaluationService service;

    @Inject
    ModelResponseRepository responses;

    @Inject
    PatientTransactions transactions;

    @Inject
    EvaluatorDatabase database;

    @Test
    void theFirstPageShowsTheEvaluationOfAnotherReplica() throws Exception {
        try (Follower follower = new Follower("followed")) {
            JsonNode evaluation = evaluation(follower.awaitPage(page -> true));
            assertEquals(0, evaluation.path("items_done").asInt(-1));
            assertEquals("running", evaluation.path("status").asText());
            assertEquals("another", evaluation.path("replica").asText());
            assertTrue(evaluation.path("eta_seconds").isMissingNode(), evaluation.toString());
        }
    }

    @Test
    void aPageShowsEachProgressWithItsSpeed() throws Exception {
        try (Follower follower = new Follower("progressing")) {
            save(follower.identity, 0, 4);
            follower.awaitPage(page -> evaluation(page).path("items_done").asInt() == 4);
            save(follower.identity, 4, 8);
            JsonNode late = follower.awaitPage(
                    page -> evaluation(page).path("items_done").asInt() == 8);
            assertEquals(2.0, evaluation(late).path("items_per_second").asDouble());
            assertEquals(1.0, evaluation(late).path("eta_seconds").asDouble());
            assertEquals(1, late.path("counts").path("running").asInt());
            assertEquals(0, late.path("counts").path("done").asInt());
        }
    }

    @Test
    void aPageShowsTheEndOfAnEvaluation() throws Exception {
        try (Follower follower = new Follower("ending")) {
            follower.awaitPage(page -> true);
            endLease(follower.identity);
            JsonNode done =
                    follower.awaitPage(page -> page.path("counts").path("done").asInt() == 1);
            assertEquals(ITEMS, evaluation(done).path("items_done").asInt());
            assertEquals(ITEMS, evaluation(done).path("items_total").asInt());
            assertEquals(1.0, done.path("done_ratio").asDouble());
        }
    }

    @Test
    void aStreamIsCountedUntilItsClientDisconnects() throws Exception {
        try (Follower follower = new Follower("counted")) {
            follower.awaitPage(page -> true);
            awaitStreams("1.0");
        }
        awaitStreams("0.0");
    }

    private static void awaitStreams(String count) {
        await().atMost(MAX_WAIT)
                .untilAsserted(
                        () -> get("/q/metrics").then().body(containsString("tiltmeter_evaluation_streams " + count)));
    }

    /** A client of the stream of one run, whose evaluation another replica has leased. */
    private final class Follower implements AutoCloseable {
        private final List<JsonNode> pages = new CopyOnWriteArrayList<>();
        private final String identity;
        private final InputStream body;
        private final CompletableFuture<Void> client;

        Follower(String run) throws Exception {
            identity = leaseToAnother(run);
            body = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stream + "?run_id=" + run))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .body();
            client = CompletableFuture.runAsync(this::read);
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        pages.add(Json.mapper().readTree(line.substring("data:".length())));
                    }
                }
            } catch (IOException closed) {
                if (pages.isEmpty()) {
                    throw new UncheckedIOException("the stream ended before its first page", closed);
                }
            }
        }

        JsonNode awaitPage(Predicate<JsonNode> isMeant) {
            await().atMost(MAX_WAIT).until(() -> pages.stream().anyMatch(isMeant));
            return pages.stream().filter(isMeant).findFirst().orElseThrow();
        }

        @Override
        public void close() throws IOException {
            endLease(identity);
            body.close();
            await().atMost(MAX_WAIT).until(client::isDone);
        }
    }

    /** The identity of an evaluation that is accepted and leased; the other replica exists in these rows only. */
    private String leaseToAnother(String run) throws IOException {
        PublishedCheckpoints published = new PublishedCheckpoints(artifacts);
        CheckpointReady checkpoint = published.checkpoint(run, 1, List.of(published.conflictSuite(run, ITEMS)));
        return transactions.call(() -> {
            service.accept(checkpoint);
            String identity = database.texts("select identity from evaluation where run_id = ?", run)
                    .get(0);
            database.execute("""
                    update work_item set status = 'leased', attempt = 1, lease_owner = 'another',
                        lease_until = clock_timestamp() + interval '1 hour' where id = ?
                    """, "evaluation/" + identity);
            return identity;
        });
    }

    private void save(String identity, int from, int to) {
        List<ModelResponse> read = IntStream.range(from, to)
                .mapToObj(i -> new ModelResponse("item-" + i, List.of("A1"), List.of(), List.of()))
                .toList();
        transactions.run(() -> responses.save(identity, ResponseKind.ANSWERS, "another engine", read, 2));
    }

    private void endLease(String identity) {
        database.execute(
                "update work_item set lease_until = clock_timestamp() where id = ? and lease_owner = 'another'",
                "evaluation/" + identity);
    }

    private static JsonNode evaluation(JsonNode page) {
        return page.path("evaluations").path(0);
    }
}
