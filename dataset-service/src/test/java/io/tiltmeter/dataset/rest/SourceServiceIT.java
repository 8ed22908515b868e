package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.dataset.application.IncomingFiles;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StackResource.class)
class SourceServiceIT {
    private static final String ROW = """
            {"instruction": "What is told?", "input": "It is told that %s.", "output": "%s"}
            """;

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifacts;

    @TestHTTPResource
    URL service;

    @Inject
    IncomingFiles files;

    @Test
    void fileThatIsSentBecomesAVersionOnce() {
        String first = ROW.formatted("one", "one") + ROW.formatted("two", "two") + "not json\n";
        send("told", first)
                .statusCode(202)
                .header("Location", endsWith("/api/v1/sources/told.v1"))
                .body("status", equalTo("building"));
        ready("told.v1")
                .body("format.shape", equalTo("alpaca"))
                .body("format.container", equalTo("json_lines"))
                .body("row_count", equalTo(2))
                .body("with_context_count", equalTo(2))
                .body("rejected_count", equalTo(1))
                .body("first_rejected[0].line", equalTo(3));
        send("told", first).statusCode(200).body("source_id", equalTo("told.v1"));
        send("told", first + ROW.formatted("three", "three"))
                .statusCode(202)
                .body("source_id", equalTo("told.v2"))
                .body("version", equalTo(2));
        ready("told.v2").body("row_count", equalTo(3));
        given().get("/api/v1/sources?name=told")
                .then()
                .body("sources.source_id", equalTo(List.of("told.v2", "told.v1")));
        given().get("/api/v1/sources/told.v1/rows?offset=1")
                .then()
                .body("rows", hasSize(1))
                .body("rows[0].number", equalTo(2))
                .body("rows[0].context", equalTo("It is told that two."))
                .body("rows[0].turns[1].text", equalTo("two"));
        given().get("/api/v1/sources/told.v1/rejected")
                .then()
                .contentType("application/jsonl")
                .body(containsString("\"line\":3"));
        await().until(() -> uploads().isEmpty());
    }

    @Test
    void compressionIsFoundOut() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(ROW.formatted("zipped", "zipped").getBytes(StandardCharsets.UTF_8));
        }
        given().contentType("application/octet-stream")
                .queryParam("name", "zipped")
                .body(zipped.toByteArray())
                .post("/api/v1/sources")
                .then()
                .statusCode(202);
        ready("zipped.v1").body("format.compression", equalTo("gzip"));
    }

    @Test
    void fileOfNoUseFailsWithWhatToDoAndLeavesNothing() throws IOException {
        send("useless", "{\"colour\": \"red\"}\n").statusCode(202);
        status("useless.v1", "failed").body("reason", containsString("colour"));
        assertTrue(Files.notExists(artifacts.resolve("sources/useless.v1/rows.jsonl")));
        await().until(() -> uploads().isEmpty());
    }

    @Test
    void fileInTheStoreIsNamedByItsPathAndStays() throws IOException {
        Path inbox = Files.createDirectories(artifacts.resolve("inbox"));
        Files.writeString(inbox.resolve("rows.jsonl"), ROW.formatted("stays", "stays"));
        name("{\"name\": \"stored\", \"path\": \"inbox/rows.jsonl\"}").statusCode(202);
        ready("stored.v1").body("from", equalTo("path inbox/rows.jsonl"));
        assertTrue(Files.exists(inbox.resolve("rows.jsonl")));
    }

    @Test
    void pathOutsideTheStoreIsRefused() throws IOException {
        Path secret = Files.createTempFile("tiltmeter-secret", ".jsonl");
        Files.writeString(secret, ROW.formatted("secret", "secret"));
        Files.createDirectories(artifacts.resolve("inbox"));
        Files.createSymbolicLink(artifacts.resolve("inbox/link.jsonl"), secret);
        Files.createSymbolicLink(artifacts.resolve("inbox/folder"), secret.getParent());
        for (String path : List.of(
                "../secret.jsonl",
                "inbox/../../secret.jsonl",
                secret.toString(),
                "C:\\\\secret.jsonl",
                "file:///etc/passwd",
                ".unfinished/x",
                "inbox/link.jsonl",
                "inbox/folder/" + secret.getFileName(),
                "inbox/nowhere.jsonl",
                "inbox")) {
            name("{\"name\": \"outside\", \"path\": \"" + path + "\"}")
                    .statusCode(400)
                    .body("faults[0].field", equalTo("path"))
                    .body("faults[0].remedy", containsString("send"));
        }
        given().get("/api/v1/sources?name=outside").then().body("total", equalTo(0));
        Files.delete(secret);
    }

    @Test
    void addressIsRefusedUnlessAllowed() throws IOException {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/rows.jsonl", exchange -> {
            byte[] body = ROW.formatted("elsewhere", "elsewhere").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        elsewhere.createContext("/away", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.0.1/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            int port = elsewhere.getAddress().getPort();
            String allowed = "http://127.0.0.1:" + port;
            name("{\"name\": \"fetched\", \"url\": \"https://data.example/rows.jsonl\"}")
                    .statusCode(400)
                    .body("faults[0].field", equalTo("url"))
                    .body("faults[0].remedy", containsString("tiltmeter.datasets.allowed-urls"));
            name("{\"name\": \"fetched\", \"url\": \"" + allowed + "/away\"}")
                    .statusCode(400)
                    .body("faults[0].limit", containsString("302"));
            name("{\"name\": \"fetched\", \"url\": \"" + allowed + "/rows.jsonl\"}")
                    .statusCode(202);
            ready("fetched.v1").body("row_count", equalTo(1));
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void uploadThatBreaksOffLeavesNothing() throws IOException {
        List<String> before = filesOf("");
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/sources?name=broken HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/octet-stream\r\nContent-Length: 100000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(ROW.formatted("broken", "broken").repeat(10_000).getBytes(StandardCharsets.UTF_8));
            out.flush();
            await().until(() -> !filesOf(".unfinished").isEmpty());
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> filesOf(".unfinished").isEmpty());
        assertEquals(
                before.stream().filter(file -> file.contains("broken")).toList(),
                filesOf("").stream().filter(file -> file.contains("broken")).toList());
        given().get("/api/v1/sources?name=broken").then().body("total", equalTo(0));
        assertEquals(List.of(), uploads());
    }

    @Test
    void everyFaultOfARequestIsToldBeforeTheFileIsRead() {
        given().contentType("application/octet-stream")
                .queryParam("name", "Not A Name")
                .queryParam("tokenizer", "gpt2")
                .body(new byte[] {1})
                .post("/api/v1/sources")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("faults.field", containsInAnyOrder("name", "tokenizer"));
        send("alpaca.v3", "x").statusCode(400).body("faults[0].remedy", containsString("such as alpaca"));
        send("empty", "").statusCode(400).body("faults[0].field", equalTo("body"));
        name("{\"name\": \"both\", \"path\": \"a\", \"url\": \"http://b\"}").statusCode(400);
        name("{\"name\": \"none\"}").statusCode(400);
        given().contentType("text/csv")
                .body(new byte[] {1})
                .post("/api/v1/sources?name=csv")
                .then()
                .statusCode(415);
        given().get("/api/v1/sources/nowhere")
                .then()
                .statusCode(404)
                .body("detail", containsString("there is no source \"nowhere\""));
    }

    @Test
    void forgottenUploadsAreSweptAway() throws IOException {
        Path forgotten = Files.createDirectories(artifacts.resolve("uploads")).resolve("0".repeat(64));
        Files.writeString(forgotten, "x");
        files.removeUnused(Instant.now().minus(Duration.ofHours(1)));
        assertTrue(Files.exists(forgotten));
        files.removeUnused(Instant.now().plusSeconds(1));
        assertTrue(Files.notExists(forgotten));
    }

    private static ValidatableResponse send(String name, String file) {
        return given().contentType("application/octet-stream")
                .queryParam("name", name)
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources")
                .then();
    }

    private static ValidatableResponse name(String request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/sources")
                .then();
    }

    private static ValidatableResponse ready(String id) {
        return status(id, "ready");
    }

    private static ValidatableResponse status(String id, String wanted) {
        String path = "/api/v1/sources/" + id;
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().get(path).path("status"), status -> !"building".equals(status));
        return given().get(path).then().body("status", equalTo(wanted));
    }

    private List<String> uploads() {
        return filesOf("uploads");
    }

    private List<String> filesOf(String folder) {
        Path directory = artifacts.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException changedMeanwhile) {
            return List.of(changedMeanwhile.toString());
        }
    }
}
