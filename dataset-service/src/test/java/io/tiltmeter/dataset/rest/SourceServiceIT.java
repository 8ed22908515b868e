package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.DatasetCalls.failed;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.upload;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
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

/** Sources that are uploaded, put into the store or fetched: read, listed and cleaned up. */
@QuarkusTest
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
    void anUploadIsReadAndDescribed() {
        send("described", ROW.formatted("one", "one") + ROW.formatted("two", "two") + "not json\n")
                .statusCode(202)
                .header("Location", endsWith("/api/v1/sources/described.v1"))
                .body("status", equalTo("building"));
        ready("described.v1")
                .body("format.shape", equalTo("alpaca"))
                .body("format.container", equalTo("json_lines"))
                .body("row_count", equalTo(2))
                .body("with_context_count", equalTo(2))
                .body("rejected_count", equalTo(1))
                .body("first_rejected[0].line", equalTo(3));
        await().until(() -> uploads().isEmpty());
    }

    @Test
    void otherBytesUnderANameAreItsNextVersion() {
        String first = ROW.formatted("one", "one");
        send("versioned", first).statusCode(202);
        ready("versioned.v1");
        send("versioned", first).statusCode(200).body("source_id", equalTo("versioned.v1"));
        send("versioned", first + ROW.formatted("two", "two"))
                .statusCode(202)
                .body("source_id", equalTo("versioned.v2"))
                .body("version", equalTo(2));
        ready("versioned.v2").body("row_count", equalTo(2));
        get("/api/v1/sources?name=versioned")
                .body("sources.source_id", equalTo(List.of("versioned.v2", "versioned.v1")));
    }

    @Test
    void rowsAndRejectedRowsAreListed() {
        send("listed", ROW.formatted("one", "one") + ROW.formatted("two", "two") + "not json\n");
        ready("listed.v1");
        get("/api/v1/sources/listed.v1/rows?offset=1")
                .body("rows", hasSize(1))
                .body("rows[0].number", equalTo(2))
                .body("rows[0].context", equalTo("It is told that two."))
                .body("rows[0].turns[1].text", equalTo("two"));
        get("/api/v1/sources/listed.v1/rejected")
                .contentType("application/jsonl")
                .body(containsString("\"line\":3"));
    }

    @Test
    void compressionIsRecognised() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(ROW.formatted("zipped", "zipped").getBytes(StandardCharsets.UTF_8));
        }
        upload("/api/v1/sources?name=zipped", zipped.toByteArray()).statusCode(202);
        ready("zipped.v1").body("format.compression", equalTo("gzip"));
    }

    @Test
    void aFileOfUnknownColumnsFailsAndLeavesNoFile() throws IOException {
        send("useless", "{\"colour\": \"red\"}\n").statusCode(202);
        failed("/api/v1/sources/useless.v1").body("reason", containsString("colour"));
        assertTrue(Files.notExists(artifacts.resolve("sources/useless.v1/rows.jsonl")));
        await().until(() -> uploads().isEmpty());
    }

    @Test
    void aFileInTheStoreIsReadByItsPathAndKept() throws IOException {
        Path inbox = Files.createDirectories(artifacts.resolve("inbox"));
        Files.writeString(inbox.resolve("rows.jsonl"), ROW.formatted("stays", "stays"));
        post("/api/v1/sources", "{\"name\": \"stored\", \"path\": \"inbox/rows.jsonl\"}")
                .statusCode(202);
        ready("stored.v1").body("from", equalTo("path inbox/rows.jsonl"));
        assertTrue(Files.exists(inbox.resolve("rows.jsonl")));
    }

    @Test
    void aPathOutsideTheStoreIsRefused() throws IOException {
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
            post("/api/v1/sources", "{\"name\": \"outside\", \"path\": \"" + path + "\"}")
                    .statusCode(400)
                    .body("faults[0].field", equalTo("path"))
                    .body("faults[0].remedy", containsString("send"));
        }
        get("/api/v1/sources?name=outside").body("total", equalTo(0));
        Files.delete(secret);
    }

    @Test
    void anAddressThatIsNotAllowedIsRefused() {
        post("/api/v1/sources", "{\"name\": \"fetched\", \"url\": \"https://data.example/rows.jsonl\"}")
                .statusCode(400)
                .body("faults[0].field", equalTo("url"))
                .body("faults[0].remedy", containsString("tiltmeter.datasets.allowed-urls"));
    }

    @Test
    void anAllowedAddressIsFetchedAndItsRedirectionsAreRefused() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rows.jsonl", exchange -> {
            byte[] body = ROW.formatted("fetched", "fetched").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.0.1/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            String request = "{\"name\": \"fetched\", \"url\": \"http://127.0.0.1:"
                    + server.getAddress().getPort() + "%s\"}";
            post("/api/v1/sources", request.formatted("/away"))
                    .statusCode(400)
                    .body("faults[0].limit", containsString("302"));
            post("/api/v1/sources", request.formatted("/rows.jsonl")).statusCode(202);
            ready("fetched.v1").body("row_count", equalTo(1));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
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
        await().until(() -> filesOf(".unfinished").isEmpty());
        assertEquals(
                before.stream().filter(file -> file.contains("broken")).toList(),
                filesOf("").stream().filter(file -> file.contains("broken")).toList());
        get("/api/v1/sources?name=broken").body("total", equalTo(0));
        assertEquals(List.of(), uploads());
    }

    @Test
    void allFaultsOfAnUploadAreReportedAtOnce() {
        given().contentType("application/octet-stream")
                .queryParam("name", "Not A Name")
                .queryParam("tokenizer", "gpt2")
                .body(new byte[] {1})
                .post("/api/v1/sources")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("faults.field", containsInAnyOrder("name", "tokenizer"));
    }

    @Test
    void aNameWithAVersionAndAnEmptyFileAreRefused() {
        send("alpaca.v3", "x").statusCode(400).body("faults[0].remedy", containsString("such as alpaca"));
        send("empty", "").statusCode(400).body("faults[0].field", equalTo("body"));
    }

    @Test
    void aRequestNamesEitherAPathOrAnAddress() {
        post("/api/v1/sources", "{\"name\": \"both\", \"path\": \"a\", \"url\": \"http://b\"}")
                .statusCode(400);
        post("/api/v1/sources", "{\"name\": \"none\"}").statusCode(400);
    }

    @Test
    void otherMediaTypesAreRefused() {
        given().contentType("text/csv")
                .body(new byte[] {1})
                .post("/api/v1/sources?name=csv")
                .then()
                .statusCode(415);
    }

    @Test
    void anUnknownSourceIsNotFound() {
        get("/api/v1/sources/nowhere").statusCode(404).body("detail", containsString("there is no source \"nowhere\""));
    }

    @Test
    void unusedUploadsAreRemovedAfterTheGivenTime() throws IOException {
        Path unused = Files.createDirectories(artifacts.resolve("uploads")).resolve("0".repeat(64));
        Files.writeString(unused, "x");
        files.removeUnused(Instant.now().minus(Duration.ofHours(1)));
        assertTrue(Files.exists(unused));
        files.removeUnused(Instant.now().plusSeconds(1));
        assertTrue(Files.notExists(unused));
    }

    private static ValidatableResponse send(String name, String file) {
        return upload("/api/v1/sources?name=" + name, file);
    }

    private static ValidatableResponse ready(String id) {
        return DatasetCalls.ready("/api/v1/sources/" + id);
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
