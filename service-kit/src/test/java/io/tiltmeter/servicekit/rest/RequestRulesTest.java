package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private static final String HERE = "localhost:8080";
    private static final String RUNS = "/api/v1/runs";
    private static final RequestRules RULES = new RequestRules("127.0.0.1", List.of(), List.of());
    private static final RequestRules PROXIED =
            new RequestRules("0.0.0.0", List.of("results-service"), List.of("https://tiltmeter.example.org"));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST:8080", "127.0.0.1:9", "[::1]:8080", "[::1]"})
    void namesOfLoopbackAreKnown(String host) {
        assertEquals(Optional.empty(), RULES.refusal(get(RUNS, host)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "example.org:8080",
                "localhost.example.org",
                "localhost@example.org",
                "127.0.0.1.example.org:8080",
                "localhost:8080:example.org",
                "0.0.0.0:8080",
                "[::]:8080"
            })
    void otherNamesAreRefused(String host) {
        Problem problem = RULES.refusal(get(RUNS, host)).orElseThrow();
        assertEquals(421, problem.status());
        Fault fault = problem.faults().get(0);
        assertEquals(host, fault.value());
        assertTrue(fault.remedy().contains("tiltmeter.http.hosts"), fault.remedy());
    }

    @Test
    void theAddressThatTheServiceListensOnIsKnownUnlessItMeansAll() {
        assertEquals(
                Optional.empty(),
                new RequestRules("fe80::1", List.of(), List.of()).refusal(get(RUNS, "[fe80::1]:8080")));
        assertEquals(
                421, PROXIED.refusal(get(RUNS, "0.0.0.0:8080")).orElseThrow().status());
    }

    @Test
    void configuredNamesAreKnownAndAnAsteriskMeansEveryName() {
        assertEquals(Optional.empty(), PROXIED.refusal(get(RUNS, "results-service:8080")));
        assertEquals(
                Optional.empty(),
                new RequestRules("0.0.0.0", List.of("*"), List.of()).refusal(get(RUNS, "example.org")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics"})
    void probesAndPrometheusMayUseAnyName(String path) {
        assertEquals(Optional.empty(), RULES.refusal(get(path, "10.1.2.3:8080")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/healthy", "/q/metrics/more", "/q/swagger-ui/", "/q/info", "/"})
    void whatElseIsServedMayNot(String path) {
        assertEquals(
                421, RULES.refusal(get(path, "10.1.2.3:8080")).orElseThrow().status());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, http://example.org,,",
        "POST, http://localhost:9090, same-site,",
        "POST, http://localhost, same-site,",
        "POST, http://127.0.0.1:8080, cross-site,",
        "POST, http://localhost:8080.example.org,,",
        "POST, ftp://localhost:8080,,",
        "POST, null, cross-site,",
        "POST, null,,",
        "POST,, cross-site,",
        "POST,, same-site,",
        "POST, http://localhost:8080, cross-site,",
        "POST, http://example.org, same-origin,",
        "PUT, http://example.org,,",
        "PATCH, http://example.org,,",
        "DELETE, http://example.org,,",
        "POST, http://example.org,, application/json"
    })
    void whatAPageOfAnotherOriginSendsIsRefused(String method, String origin, String site, String contentType) {
        Problem problem =
                RULES.refusal(sent(method, HERE, origin, site, contentType)).orElseThrow();
        assertEquals(403, problem.status());
        assertEquals(origin == null ? site : origin, problem.faults().get(0).value());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, http://localhost:8080, same-origin",
        "POST, http://localhost:8080,",
        "POST, https://localhost:8080,",
        "POST,, none",
        "POST,,",
        "DELETE,,",
        "GET, http://example.org, cross-site",
        "HEAD, http://example.org, cross-site",
        "OPTIONS, http://example.org, cross-site"
    })
    void whatItsOwnPagesAndProgramsSendAndWhatOnlyReadsIsNot(String method, String origin, String site) {
        assertEquals(Optional.empty(), RULES.refusal(sent(method, HERE, origin, site, null)));
    }

    @Test
    void aConfiguredOriginIsOneOfTheServicesOwn() {
        String host = "results-service:8080";
        assertEquals(
                Optional.empty(),
                PROXIED.refusal(sent("POST", host, "https://tiltmeter.example.org", "cross-site", "application/json")));
        Problem problem = PROXIED.refusal(sent("POST", host, "https://other.example.org", null, "application/json"))
                .orElseThrow();
        assertTrue(problem.faults().get(0).remedy().contains("tiltmeter.http.origins"), problem.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "Text/Plain;charset=UTF-8",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=application/json",
                "text/plain, application/json",
                "application/json, text/plain",
                "json",
                "/"
            })
    void aBodyOfATypeThatFormsSendIsRefused(String contentType) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            Problem problem =
                    RULES.refusal(withBody(method, Optional.of(contentType))).orElseThrow();
            assertEquals(415, problem.status());
            assertEquals(contentType, problem.faults().get(0).value());
        }
    }

    @Test
    void aBodyWithoutATypeIsRefused() {
        assertEquals(
                415,
                RULES.refusal(withBody("POST", Optional.empty())).orElseThrow().status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "APPLICATION/JSON",
                "application/octet-stream",
                "text/csv"
            })
    void aBodyOfAnotherTypeIsLeftToItsOperation(String contentType) {
        assertEquals(Optional.empty(), RULES.refusal(withBody("POST", Optional.of(contentType))));
    }

    private static RequestRules.Head get(String path, String host) {
        return new RequestRules.Head(
                "GET", path, host, Optional.empty(), Optional.empty(), Optional.empty(), RequestRules.Body.ABSENT);
    }

    /** Without a body if there is no type. */
    private static RequestRules.Head sent(String method, String host, String origin, String site, String contentType) {
        return new RequestRules.Head(
                method,
                RUNS,
                host,
                Optional.ofNullable(origin),
                Optional.ofNullable(site),
                Optional.ofNullable(contentType),
                contentType == null ? RequestRules.Body.ABSENT : RequestRules.Body.PRESENT);
    }

    private static RequestRules.Head withBody(String method, Optional<String> contentType) {
        return new RequestRules.Head(
                method, RUNS, HERE, Optional.empty(), Optional.empty(), contentType, RequestRules.Body.PRESENT);
    }
}
