package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.servicekit.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private final RequestReader reader = new RequestReader();

    @Test
    void aRightRequestIsRead() {
        SuiteRequest.Made request = reader.read(
                body("{\"recipe\": \"lab_conflict\", \"seed\": 20}"), "suite-request", SuiteRequest.Made.class);
        assertEquals("lab_conflict", request.recipe());
        assertEquals(20, request.seed());
    }

    @Test
    void everyFaultIsNamedAtOnceWithValueLimitAndRemedy() {
        List<Fault> faults = faults("{\"recipe\": \"lab_mystery\", \"seed\": \"twenty\", \"colour\": 1}");
        assertEquals(
                List.of("colour", "recipe", "seed"),
                faults.stream().map(Fault::field).toList());
        assertTrue(faults.get(1).value().contains("lab_mystery"));
        assertTrue(faults.get(1).limit().contains("lab_conflict"), faults.get(1).limit());
        assertTrue(faults.stream().noneMatch(fault -> fault.remedy().isBlank()));
    }

    @Test
    void whatASchemaCannotSayIsAddedToTheSameAnswer() {
        InvalidRequest invalid = assertThrows(
                InvalidRequest.class,
                () -> reader.read(
                        body("{\"recipe\": 5, \"seed\": 1}"),
                        "suite-request",
                        SuiteRequest.Made.class,
                        (json, faults) -> faults.add(new Fault("seed", "1", "is taken", "take another"))));
        assertEquals(2, invalid.faults().stream().map(Fault::field).distinct().count());
    }

    @Test
    void brokenJsonAndDoubledFieldsNameThePlace() {
        assertTrue(faults("{\"recipe\": ").get(0).field().contains("line 1"));
        Fault doubled = faults("{\"seed\": 1, \"seed\": 2}").get(0);
        assertEquals("body, line 1, column 13", doubled.field());
        assertEquals("the name seed a second time", doubled.value());
        assertEquals("body", faults("").get(0).field());
        assertEquals("body", faults("[1, 2]").get(0).field());
    }

    @Test
    void aByteOrderMarkAndAFileOfCarriageReturnsAreNamedAsSuch() {
        assertEquals("a byte order mark", faults("\uFEFF{}").get(0).value());
        assertTrue(faults("{}\r{}").get(0).limit().contains("a carriage return alone ends no line"));
    }

    @Test
    void aValueOfAnotherTypeThanTheRecordsIsNamedWithoutAClass() throws Exception {
        JsonNode json = Json.mapper().readTree("{\"recipe\": \"lab_conflict\", \"seed\": \"twenty\"}");
        Fault fault = assertThrows(InvalidRequest.class, () -> RequestReader.bind(json, SuiteRequest.Made.class))
                .faults()
                .get(0);
        assertEquals("seed", fault.field());
        assertEquals("twenty", fault.value());
        assertEquals("is not a whole number within the range of its field", fault.limit());
    }

    @Test
    void textsThatCannotBeStoredAreAllNamed() {
        assertEquals(
                List.of("a.b[1]", "body", "c"),
                faults("{\"a\": {\"b\": [\"\", \"x\\u0000\"]}, \"d\\u0000\": 1, \"c\": \"\\ud83d\"}").stream()
                        .map(Fault::field)
                        .sorted()
                        .toList());
        assertEquals(
                List.of("colour"),
                fields(faults("{\"recipe\": \"lab_conflict\", \"seed\": 1, \"colour\": \"\\ud83d\\ude00\"}")));
    }

    @Test
    void manyFaultsAreCounted() {
        String fields = IntStream.range(0, 9_000)
                .mapToObj(field -> ",\"unknown_" + field + "\": " + field)
                .collect(Collectors.joining());
        List<Fault> faults = faults("{\"recipe\": \"lab_conflict\", \"seed\": 1" + fields + "}");
        assertEquals(101, faults.size());
        assertTrue(
                faults.get(100).limit().contains("8900 further faults"),
                faults.get(100).limit());
    }

    @Test
    void elementsBeyondTheLongestArrayAreNotChecked() {
        String elements =
                IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        List<Fault> faults = assertThrows(
                        InvalidRequest.class,
                        () -> reader.read(
                                body("{\"recipe\": \"sources\", \"seed\": 1, \"parts\": [" + elements + "]}"),
                                "mixture-request",
                                JsonNode.class))
                .faults();
        assertTrue(
                faults.stream().anyMatch(fault -> fault.limit().equals("has more than 20 elements")),
                faults.toString());
        assertTrue(faults.size() < 30, () -> faults.size() + " faults");
    }

    @Test
    void aSecondDocumentIsNotLeftUnread() {
        Fault second = faults("{\"recipe\": \"lab_conflict\", \"seed\": 1} {}").get(0);
        assertEquals("another object", second.value());
        assertEquals("is not valid JSON: expected nothing behind the document", second.limit());
        assertTrue(second.remedy().contains("one JSON document"), second.remedy());
    }

    @Test
    void anIdDoesNotEndInALineFeed() {
        assertEquals(
                List.of("suite_id"),
                fields(faults("{\"suite_id\": \"a\\n\", \"recipe\": \"lab_conflict\", \"seed\": 1}")));
    }

    @Test
    void anEndlessBodyIsRefusedAfterTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        InvalidRequest invalid = assertThrows(
                InvalidRequest.class, () -> reader.read(endless, "suite-request", SuiteRequest.Made.class));
        assertTrue(invalid.faults().get(0).limit().contains(String.valueOf(RequestReader.MAX_BODY_BYTES)));
    }

    @Test
    void onlyTheCaseThatTheDiscriminatorSelectsIsCheckedEverywhere() {
        List<Fault> faults = caseFaults("""
                {"name": "a", "kind": "special", "weight": -1, "filters": [
                  {"filter": "length", "max_characters": 0}, {"filter": "length", "pattern": "x"},
                  {"filter": "regex", "keep": "none"}, {"filter": "colour"}, {}, 7]}""");
        assertEquals(
                List.of(
                        "filters[0].max_characters",
                        "filters[1].pattern",
                        "filters[2].keep",
                        "filters[2].pattern",
                        "filters[3].filter",
                        "filters[4].filter",
                        "filters[5]",
                        "weight"),
                faults.stream().map(Fault::field).toList());
        assertEquals("only for filter regex, and this is length", faults.get(1).limit());
        assertEquals("leave it out, or set filter to regex", faults.get(1).remedy());
        assertEquals("is not one of length, regex, dedup", faults.get(4).limit());
        assertEquals("is required", faults.get(5).limit());
    }

    @Test
    void whereNoCaseIsSelectedWhatAllCasesSayIsChecked() {
        List<Fault> faults = caseFaults("""
                {"name": "a", "filters": [{"filter": "colour", "max_characters": 0, "threshold": 7, "hue": 1}]}""");
        assertEquals(
                List.of("filters[0].filter", "filters[0].hue", "filters[0].max_characters", "filters[0].threshold"),
                faults.stream().map(Fault::field).toList());
        assertEquals("not a known field", faults.get(1).limit());
    }

    @Test
    void aCaseMayHaveCasesOfItsOwn() throws Exception {
        List<Fault> faults = caseFaults("""
                {"name": "a", "filters": [{"filter": "dedup", "threshold": 0.9},
                  {"filter": "dedup", "mode": "near", "threshold": 7}, {"filter": "dedup", "mode": "far"}]}""");
        assertEquals(
                List.of("filters[0].threshold", "filters[1].threshold", "filters[2].mode"),
                faults.stream().map(Fault::field).toList());
        assertEquals("only for mode near, and this is exact", faults.get(0).limit());
        assertEquals("leave it out, or set mode to near", faults.get(0).remedy());
        assertEquals("is not one of exact, near", faults.get(2).limit());
        JsonNode request = Json.mapper()
                .readTree("{\"name\": \"a\", \"filters\": [{\"filter\": \"dedup\"},"
                        + " {\"filter\": \"dedup\", \"mode\": \"near\"}]}");
        assertEquals(Json.mapper().readTree("""
                        {"name": "a", "kind": "plain", "filters": [{"filter": "dedup", "mode": "exact"},
                          {"filter": "dedup", "mode": "near", "threshold": 0.8}]}"""), reader.withDefaults("filtered-request", request));
    }

    @Test
    void theDefaultOfTheDiscriminatorSelectsWhereItIsLeftOut() {
        List<Fault> faults = caseFaults("{\"name\": \"a\", \"weight\": 1, \"wait\": 1, \"limits\": {\"rows\": 11}}");
        assertEquals(
                List.of("limits.rows", "wait", "weight"),
                faults.stream().map(Fault::field).toList());
        assertEquals("not a known field of kind plain", faults.get(1).limit());
        assertEquals("only for kind special, and this is plain", faults.get(2).limit());
    }

    @Test
    void defaultsOfTheCaseAreFilledInAtEveryLevel() throws Exception {
        JsonNode request = Json.mapper().readTree("""
                {"name": "a", "kind": "special", "limits": {}, "filters": [{"filter": "length"},
                  {"filter": "regex", "pattern": "x", "keep": "others"}]}""");
        assertEquals(
                Json.mapper().readTree("""
                        {"name": "a", "kind": "special", "weight": 1.5, "limits": {"rows": 5}, "filters": [
                          {"filter": "length", "max_characters": 4000},
                          {"filter": "regex", "pattern": "x", "keep": "others"}]}"""),
                reader.readWithDefaults(
                        body(request.toString()), "filtered-request", JsonNode.class, (json, faults) -> {}));
        assertEquals(
                Json.mapper().readTree("{\"name\": \"a\", \"kind\": \"plain\"}"),
                reader.withDefaults("filtered-request", Json.mapper().readTree("{\"name\": \"a\"}")));
    }

    private List<Fault> caseFaults(String json) {
        return assertThrows(InvalidRequest.class, () -> reader.read(body(json), "filtered-request", JsonNode.class))
                .faults();
    }

    private List<Fault> faults(String json) {
        return assertThrows(
                        InvalidRequest.class, () -> reader.read(body(json), "suite-request", SuiteRequest.Made.class))
                .faults();
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> fields(List<Fault> faults) {
        return faults.stream().map(Fault::field).toList();
    }
}
