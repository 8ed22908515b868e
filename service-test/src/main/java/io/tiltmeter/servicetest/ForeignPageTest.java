package io.tiltmeter.servicetest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service refuses of pages of other origins: every operation that its OpenAPI document lists and that changes something. */
public abstract class ForeignPageTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FOREIGN = "http://example.org";

    /** An operation, with its parameters filled in. */
    private record Operation(Method method, String path) {}

    @Test
    void noOperationAcceptsWhatAPageOfAnotherOriginSends() throws IOException {
        for (Operation operation : changingOperations()) {
            for (Map<String, String> headers : List.of(
                    Map.of("Origin", FOREIGN),
                    Map.of("Origin", "null"),
                    Map.of("Origin", "http://localhost:1"),
                    Map.of("Sec-Fetch-Site", "same-site"),
                    Map.of("Sec-Fetch-Site", "cross-site"))) {
                refused(operation, given().headers(headers), 403, "urn:tiltmeter:problem:other-origin");
                refused(
                        operation,
                        given().headers(headers).contentType("application/json").body("{}"),
                        403,
                        "urn:tiltmeter:problem:other-origin");
            }
        }
    }

    @Test
    void noOperationAcceptsABodyWithoutATypeOrOfATypeThatPagesMaySendAnywhere() throws Exception {
        for (Operation operation : changingOperations()) {
            assertTypeIsRefused(operation, Optional.empty());
            assertTypeIsRefused(operation, Optional.of("text/plain"));
            assertTypeIsRefused(operation, Optional.of("application/x-www-form-urlencoded"));
            assertTypeIsRefused(operation, Optional.of("multipart/form-data; boundary=x"));
        }
    }

    @Test
    void noOperationIsReachedByAnUnknownName() throws IOException {
        for (Operation operation : changingOperations()) {
            refused(operation, given().header("Host", "example.org"), 421, "urn:tiltmeter:problem:unknown-host");
        }
        given().header("Host", "example.org:8080").get("/q/openapi").then().statusCode(421);
        given().header("Host", "10.0.0.1:8080").get("/q/health/live").then().statusCode(200);
        given().header("Host", "10.0.0.1:8080").get("/q/metrics").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/nothing", "/q/openapi", "/q/metrics", "/q/health/live", "/q/swagger-ui/"})
    void everyResponseIsProtected(String path) {
        protectedBy(given().get(path).then(), path.contains("swagger") ? "default-src 'self'" : "default-src 'none'");
    }

    @Test
    void aRefusalIsProtectedToo() {
        protectedBy(given().header("Origin", FOREIGN).post("/api/v1/nothing").then(), "default-src 'none'");
        given().header("Origin", FOREIGN)
                .post("/api/v1/nothing")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    private static void protectedBy(ValidatableResponse response, String policy) {
        response.header("X-Content-Type-Options", equalTo("nosniff"))
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Referrer-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Resource-Policy", equalTo("same-origin"))
                .header("Content-Security-Policy", containsString(policy))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    }

    private static void refused(Operation operation, RequestSpecification request, int status, String type) {
        request.request(operation.method(), operation.path())
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo(type), "instance", equalTo(operation.path()));
    }

    /** By the JDK's client, since RestAssured encodes a body by its type, and gives a type to each. */
    private static void assertTypeIsRefused(Operation operation, Optional<String> type)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + operation.path()))
                .method(operation.method().name(), HttpRequest.BodyPublishers.ofString("{}"));
        type.ifPresent(value -> request.header("Content-Type", value));
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(415, response.statusCode(), operation + " with a body of type " + type);
        assertEquals(
                "urn:tiltmeter:problem:unsupported-media-type",
                Json.mapper().readTree(response.body()).path("type").asText());
    }

    private static List<Operation> changingOperations() throws IOException {
        JsonNode document = Json.mapper()
                .readTree(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    if (List.of("post", "put", "patch", "delete").contains(name)) {
                        operations.add(new Operation(
                                Method.valueOf(name.toUpperCase(Locale.ROOT)),
                                path.getKey().replaceAll("\\{[^}]*}", "1")));
                    }
                }));
        assertFalse(operations.isEmpty(), "OpenAPI lists no operation that changes anything");
        return operations;
    }
}
