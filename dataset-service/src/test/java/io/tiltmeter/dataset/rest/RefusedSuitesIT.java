package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.SuiteUploads.row;
import static io.tiltmeter.dataset.rest.SuiteUploads.upload;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.dataset.application.SuiteService;
import io.tiltmeter.dataset.file.ParquetFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are no suite: the response reports the faults and their remedies, and no file and no suite remains. */
@QuarkusTest
class RefusedSuitesIT {
    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifacts;

    @TestHTTPResource
    URL service;

    private SuiteState before;

    @BeforeEach
    void recordState() {
        before = SuiteState.of(artifacts);
    }

    @AfterEach
    void nothingRemains() {
        before.awaitUnchanged(artifacts);
    }

    @Test
    void anEmptyFileIsRefused() {
        refused(new byte[0]).body("faults[0].field", equalTo("body"));
        refused(" \n \n").body("faults[0].limit", containsString("empty or blank"));
    }

    @Test
    void allFaultyLinesAreReportedWhenNoRowIsGood() {
        String question = "Where is the well of Varn?";
        refused(row("well", "Osk", "Tel").replace(question, "") + "{\"context\": \n[]\n")
                .body("faults[0].value", equalTo("3 faulty rows"))
                .body("faults.field", hasItem("file line 1"))
                .body("faults.field", hasItem("file line 2"))
                .body("faults.field", hasItem("file line 3"))
                .body("faults.limit", hasItem(containsString("question is blank")));
    }

    @Test
    void unknownColumnsAreReportedWithTheKnownOnes() {
        refused("colour,size\nred,1\n")
                .body("faults[0].value", containsString("colour, size"))
                .body("faults[0].remedy", containsString("answer/memory_answer"));
    }

    @Test
    void controlCharactersAndSurrogatesAreRefused() {
        String good = row("well", "Osk", "Tel");
        refused(good.replace("Varn", "Va\\u0000rn")).body("faults.limit", hasItem(containsString("NUL")));
        refused(good.replace("Varn", "Va\u0000rn")).body("faults.limit", hasItem(containsString("NUL")));
        refused(good.replace("Varn", "Va\\ud800rn")).body("faults.limit", hasItem(containsString("surrogate")));
    }

    @Test
    void otherEncodingsAreRefused() {
        String good = row("well", "Osk", "Tel");
        refused(good.replace("Varn", "V\u00e4rn").getBytes(StandardCharsets.ISO_8859_1))
                .body("faults.limit", hasItem(containsString("UTF-8")));
        refused(("\uFEFF" + good).getBytes(StandardCharsets.UTF_16LE))
                .body("faults[0].remedy", containsString("UTF-8"));
    }

    @Test
    void truncatedParquetIsRefused() throws Exception {
        Path whole = Files.createTempFile("tiltmeter-suite", ".parquet");
        ParquetFiles.write(whole, "SELECT 'c' AS context, 'q'||hash(i) AS question FROM range(2000) t(i)");
        byte[] bytes = Files.readAllBytes(whole);
        Files.delete(whole);
        refused(Arrays.copyOf(bytes, bytes.length / 2)).body("faults[0].limit", containsString("cut off or damaged"));
    }

    @Test
    void compressedFilesAreRefusedUnread() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(new byte[100_000_000]);
        }
        refused(zipped.toByteArray())
                .body("faults[0].limit", containsString("gzip-compressed"))
                .body("faults[0].remedy", equalTo("send it unpacked"));
        refused(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0}).body("faults[0].limit", containsString("zstd"));
        refused(new byte[] {'P', 'K', 3, 4, 0}).body("faults[0].limit", containsString("zip archive"));
    }

    @Test
    void aLineOfTwoGigabytesIsRefusedBeforeItsEndAndStoredUpToTheLimit() throws IOException {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        long lineBytes = 2L << 30;
        long sent = 0;
        long maxBytesOnDisk = 0;
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(head("endless", lineBytes));
            for (; sent < lineBytes && in.available() == 0; sent += block.length) {
                out.write(block);
                maxBytesOnDisk = Math.max(maxBytesOnDisk, bytesIn(artifacts.resolve(".unfinished")));
            }
            assertEquals("HTTP/1.1 400 Bad Request", new BufferedReader(new InputStreamReader(in)).readLine());
        }
        assertTrue(sent < lineBytes, "the service read everything");
        long limit = SuiteService.LIMITS.fileBytes();
        assertTrue(
                maxBytesOnDisk > 0 && maxBytesOnDisk <= limit,
                maxBytesOnDisk + " of " + limit + " bytes were on the disk");
    }

    @Test
    void aFileBeyondTheLimitIsRefusedWithARemedy() throws IOException {
        Path large = Files.createTempFile("tiltmeter-suite", ".jsonl");
        byte[] block = row("well", "Osk", "Tel").repeat(8000).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(large)) {
            for (long bytes = 0; bytes <= SuiteService.LIMITS.fileBytes(); bytes += block.length) {
                out.write(block);
            }
        }
        given().contentType("application/octet-stream")
                .body(large.toFile())
                .post("/api/v1/suites?name=large")
                .then()
                .statusCode(400)
                .body("faults[0].remedy", equalTo("send it in parts"));
        Files.delete(large);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head("broken", 100_000_000));
            out.write(row("well", "Osk", "Tel").repeat(10_000).getBytes(StandardCharsets.UTF_8));
            out.flush();
            await().until(() -> !SuiteState.files(artifacts).equals(before.files()));
        }
    }

    private static ValidatableResponse refused(String file) {
        return refused(file.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse refused(byte[] file) {
        return upload("useless", file).statusCode(400).contentType("application/problem+json");
    }

    private static byte[] head(String name, long bytes) {
        return ("POST /api/v1/suites?name=" + name + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static long bytesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
