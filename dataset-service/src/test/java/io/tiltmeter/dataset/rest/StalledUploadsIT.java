package io.tiltmeter.dataset.rest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tiltmeter.servicetest.TestBroker;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uploads that stop coming hold threads; others are refused before none is left for reads and for the liveness. */
@QuarkusTest
class StalledUploadsIT {
    private static final int UPLOADS = 250;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aServiceAnswersWhileUploadsAreStalled() throws IOException {
        for (int upload = 0; upload < UPLOADS; upload++) {
            Socket socket = new Socket("127.0.0.1", RestAssured.port);
            sockets.add(socket);
            socket.getOutputStream().write("""
                    POST /api/v1/sources?name=stalled HTTP/1.1\r
                    Host: 127.0.0.1:%d\r
                    Content-Type: application/octet-stream\r
                    Content-Length: 1000000\r
                    \r
                    [""".formatted(RestAssured.port).getBytes(StandardCharsets.UTF_8));
        }
        await().atMost(TestBroker.MAX_WAIT).until(() -> status() == 503);
        assertEquals(200, RestAssured.get("/q/health/live").statusCode());
        assertEquals(200, RestAssured.get("/api/v1/sources").statusCode());
        close();
        await().atMost(TestBroker.MAX_WAIT).until(() -> status() == 400);
    }

    /** Of a request that is refused for what it says, if it is read. */
    private static int status() {
        return RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/mixtures")
                .statusCode();
    }
}
