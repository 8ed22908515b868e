package io.tiltmeter.servicekit.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tiltmeter.servicekit.KitStack;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take too much at once, or send too slowly. */
@QuarkusTest
@WithTestResource(KitStack.class)
class ClientLimitsIT {
    private static final int MAX_REQUESTS = 20;
    private static final int MAX_WAIT_MILLIS = 60_000;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        Echo.open.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void theConnectionOfABodyThatStopsComingIsEnded() throws IOException {
        Socket socket = send("POST /echo HTTP/1.1", "Content-Length: 100", "a few bytes");
        assertEquals(-1, socket.getInputStream().read(), "the service answered");
    }

    @Test
    void aBodyThatComesInTimeIsRead() {
        given().body("whole").post("/echo").then().statusCode(415);
        given().contentType("application/json")
                .body("\"whole\"")
                .post("/echo")
                .then()
                .statusCode(200)
                .body(equalTo("\"whole\""));
    }

    /** A reader that knows the length, as of JSON, does not ask whether more comes. */
    @Test
    void aBodyThatHasComeMayBeWorkedOnForLonger() {
        for (String path : List.of("/echo/slowly", "/echo/slowly?end=true")) {
            given().contentType("application/json")
                    .body("\"whole\"")
                    .post(path)
                    .then()
                    .statusCode(200)
                    .body(equalTo("\"whole\""));
        }
    }

    @Test
    void aClientThatOffersHttp2IsAnsweredInHttp1() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI address = URI.create("http://127.0.0.1:" + RestAssured.port + "/q/openapi");
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_1_1, response.version());
        assertEquals(200, response.statusCode());
    }

    @Test
    void requestsOfAClientBeyondItsPartAreRefusedButProbesAreNotThoughAllThreadsAreTaken() throws Exception {
        Echo.open = new CountDownLatch(1);
        Echo.waiting = new CountDownLatch(MAX_REQUESTS);
        for (int request = 0; request < MAX_REQUESTS; request++) {
            send("GET /echo HTTP/1.1", "Accept: */*", "");
        }
        assertTrue(Echo.waiting.await(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS));
        given().get("/echo").then().statusCode(429).header("Retry-After", equalTo("5"));
        given().get("/q/health/live").then().statusCode(200);
        Echo.open.countDown();
        for (Socket socket : sockets) {
            assertEquals('H', socket.getInputStream().read(), "of HTTP/1.1 200 OK");
        }
        given().get("/echo").then().statusCode(200);
    }

    private Socket send(String request, String header, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", RestAssured.port);
        sockets.add(socket);
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        socket.getOutputStream()
                .write("%s\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n%s"
                        .formatted(request, header, body)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Reads a body, and waits where there is none. */
    @Path("/echo")
    public static class Echo {
        private static volatile CountDownLatch open = new CountDownLatch(0);
        private static volatile CountDownLatch waiting = new CountDownLatch(0);

        @POST
        @Operation(operationId = "readBody")
        public String read(InputStream body) throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }

        /** Works three times as long as a body may come. */
        @POST
        @Path("/slowly")
        @Operation(operationId = "readAndWork")
        public String readAndWork(
                InputStream body, @HeaderParam("Content-Length") int length, @QueryParam("end") boolean isReadToItsEnd)
                throws IOException, InterruptedException {
            byte[] read = isReadToItsEnd ? body.readAllBytes() : body.readNBytes(length);
            Thread.sleep(1_500);
            return new String(read, StandardCharsets.UTF_8);
        }

        @GET
        @Operation(operationId = "waitForRelease")
        public String read() throws InterruptedException {
            waiting.countDown();
            open.await();
            return "open";
        }
    }
}
