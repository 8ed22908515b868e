package io.tiltmeter.servicekit.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tiltmeter.servicekit.KitStack;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Connections on which no request comes, and too many of them. Where a test says that one stays open, another which was opened
 * later has been ended meanwhile.
 */
@QuarkusTest
@WithTestResource(KitStack.class)
@WithTestResource(TestCertificate.class)
@TestProfile(ConnectionLimitsIT.ShortLimits.class)
class ConnectionLimitsIT {
    private static final int MAX_CONNECTIONS = 10;
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
    private static final String BEGINNING_OF_HEAD = "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: ";
    private static final String REQUEST = BEGINNING_OF_HEAD + "1\r\n\r\n";

    @ConfigProperty(name = "quarkus.http.test-ssl-port")
    int tlsPort;

    private final List<TestConnection> connections = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (TestConnection connection : connections) {
            connection.close();
        }
    }

    @Test
    void aConnectionOnWhichNothingComesIsEnded() throws IOException {
        assertTrue(open().isEnded());
        assertTrue(scrape().contains("tiltmeter_connections_ended_total{reason=\"slow-head\"}"));
    }

    @Test
    void aHeadThatComesInDropsIsEnded() throws IOException {
        assertEndsWhileDropsCome(open().send(BEGINNING_OF_HEAD));
    }

    @Test
    void aSecondHeadThatStallsOrComesInDropsIsEnded() throws IOException {
        TestConnection stalled = open().send(REQUEST);
        assertEquals(200, stalled.status());
        assertTrue(stalled.send("G").isEnded());
        TestConnection dripping = open().send(REQUEST);
        assertEquals(200, dripping.status());
        assertEndsWhileDropsCome(dripping.send(BEGINNING_OF_HEAD));
    }

    @Test
    void anIdleConnectionIsKeptHoweverManyRequestsItHad() throws IOException {
        TestConnection idle = open().send(REQUEST);
        assertEquals(200, idle.status());
        for (int request = 0; request < 3; request++) {
            assertTrue(open().isEnded());
            idle.send(REQUEST);
            assertEquals(200, idle.status());
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredAndTheConnectionIsKept() throws IOException {
        TestConnection connection = open().send(REQUEST + REQUEST + BEGINNING_OF_HEAD);
        assertEquals(200, connection.status());
        assertEquals(200, connection.status());
        connection.send("2\r\n\r\n");
        assertEquals(200, connection.status());
        assertTrue(open().isEnded());
        connection.send(REQUEST);
        assertEquals(200, connection.status());
    }

    @Test
    void aBodyMayTakeLongerThanAHead() throws IOException {
        for (String expectation : List.of("", "Expect: 100-continue\r\n")) {
            TestConnection connection = open().send(
                            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + expectation
                                    + "Content-Length: 4\r\n\r\n");
            if (!expectation.isEmpty()) {
                assertEquals(100, connection.status());
            }
            connection.send("\"a");
            assertTrue(open().isEnded());
            connection.send("b\"");
            assertEquals(200, connection.status());
        }
    }

    @Test
    void anIdleConnectionOfHttp2IsKept() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/q/metrics"))
                .build();
        HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, first.version());
        assertTrue(open().isEnded());
        HttpResponse<String> second = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(slowHeads(first.body()) + 1, slowHeads(second.body()), "no other connection was ended");
    }

    private static double slowHeads(String scrape) {
        String name = "tiltmeter_connections_ended_total{reason=\"slow-head\"} ";
        return scrape.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void aHandshakeOfTlsThatStallsIsEndedAndAnIdleConnectionKept() throws IOException {
        assertTrue(open("127.0.0.1", tlsPort).isEnded());
        TestConnection secured = keep(open("127.0.0.1", tlsPort).secured());
        secured.send(REQUEST);
        assertEquals(200, secured.status());
        assertTrue(open().isEnded());
        secured.send(REQUEST);
        assertEquals(200, secured.status());
        assertTrue(secured.send("G").isEnded());
    }

    @Test
    void connectionsOfAClientBeyondItsPartAreEndedAndThoseOfOthersAreNot() throws IOException {
        List<TestConnection> taken = new ArrayList<>();
        for (int connection = 0; connection < MAX_CONNECTIONS; connection++) {
            taken.add(open("127.0.0.3", RestAssured.port).send(REQUEST));
            assertEquals(200, taken.get(connection).status());
        }
        assertTrue(isRefused(RestAssured.port));
        assertTrue(isRefused(tlsPort), "another port of the service");
        assertEquals(200, open("127.0.0.2", RestAssured.port).send(REQUEST).status());
        assertTrue(scrape().contains("tiltmeter_connections_ended_total{reason=\"too-many\"} 2.0"));
        for (TestConnection connection : taken) {
            assertEquals(200, connection.send(REQUEST).status());
        }
        taken.get(0).close();
        await().atMost(MAX_WAIT).until(() -> !isRefused(RestAssured.port));
        assertTrue(isRefused(RestAssured.port), "the place is taken again");
    }

    /** Whether a request on a new connection of the client that has its part is not answered. */
    private boolean isRefused(int port) throws IOException {
        TestConnection connection = open("127.0.0.3", port);
        try {
            return connection.send(REQUEST).isEnded();
        } catch (SocketException ended) {
            return true;
        }
    }

    private void assertEndsWhileDropsCome(TestConnection connection) {
        await().atMost(MAX_WAIT).until(() -> {
            try {
                connection.send("x");
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
    }

    private TestConnection open() throws IOException {
        return open("127.0.0.1", RestAssured.port);
    }

    private TestConnection open(String client, int port) throws IOException {
        return keep(TestConnection.open(client, port));
    }

    private TestConnection keep(TestConnection connection) {
        connections.add(connection);
        return connection;
    }

    private static String scrape() {
        return RestAssured.get("/q/metrics").asString();
    }

    /** Short, but longer than a busy machine takes for a request. */
    public static final class ShortLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.http2", "true",
                    "tiltmeter.http.head-timeout", "2s",
                    "tiltmeter.http.body-timeout", "60s",
                    "tiltmeter.http.max-connections-per-client", Integer.toString(MAX_CONNECTIONS));
        }
    }
}
