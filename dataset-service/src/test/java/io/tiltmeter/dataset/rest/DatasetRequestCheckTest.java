package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.RequestFaults.READER;
import static io.tiltmeter.dataset.rest.RequestFaults.at;
import static io.tiltmeter.dataset.rest.RequestFaults.bytes;
import static io.tiltmeter.dataset.rest.RequestFaults.faultsOf;
import static io.tiltmeter.dataset.rest.RequestFaults.of;
import static io.tiltmeter.dataset.rest.RequestFaults.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tiltmeter.answertext.SmallStack;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.request.SweepRequest;
import io.tiltmeter.dataset.application.DatasetRequestCheck;
import io.tiltmeter.dataset.application.SuiteRequestCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of requests for mixtures: all at once, each with its field and remedy. */
class DatasetRequestCheckTest {
    /** With twenty faults. */
    private static final String FAULTY = """
                {"document_count": 5, "max_length": 512, "template": "alpacca",
                 "parts": [
                  {"source": "alpaca", "share": 1.8, "count": 7, "filters": [
                    {"filter": "shuffle"},
                    {"filter": "context_only", "share": 0.5},
                    {"filter": "context_critical", "share": 25},
                    {"filter": "regex", "pattern": "(unclosed"},
                    {"filter": "length", "min_characters": 9, "max_characters": 3},
                    {"filter": "dedup", "threshold": 0.7},
                    {"filter": "sample"},
                    {"filter": "overlap", "suit": "capitals"}]},
                  {"source": "squad.v1"}],
                 "augmentation": {"ratio": 1.5, "count": 3, "entities": [{"name": "Orla", "type": "pers"}]}}""";

    @Test
    void aRequestWithoutFaultsPasses() {
        assertEquals(List.of(), faults("""
                {"parts": [
                  {"source": "alpaca", "share": 0.8, "label": {"model": "run:base"}, "filters": [
                    {"filter": "context_only"}, {"filter": "context_critical", "model": "run:base"},
                    {"filter": "overlap", "suite": "capitals"}, {"filter": "length", "max_characters": 400},
                    {"filter": "dedup"}, {"filter": "dedup", "mode": "near", "threshold": 0.9},
                    {"filter": "language", "languages": ["eng"]}, {"filter": "regex", "pattern": "x"},
                    {"filter": "sample", "share": 0.5}]},
                  {"source": "squad.v1", "share": 0.2}],
                 "max_length": 512, "tokenizer": "run:base@40", "augmentation": {"ratio": 0.1}}"""));
    }

    @Test
    void allFaultsOfAllPartsAreReportedAtOnce() {
        assertEquals(
                List.of(
                        "augmentation.entities",
                        "augmentation.entities[0].type",
                        "augmentation.ratio",
                        "augmentation.ratio",
                        "document_count",
                        "parts[0].count",
                        "parts[0].filters[0].filter",
                        "parts[0].filters[1].share",
                        "parts[0].filters[2].model",
                        "parts[0].filters[2].share",
                        "parts[0].filters[3].pattern",
                        "parts[0].filters[4].min_characters",
                        "parts[0].filters[5].threshold",
                        "parts[0].filters[6].count",
                        "parts[0].filters[7].suit",
                        "parts[0].filters[7].suite",
                        "parts[0].share",
                        "parts[1].share",
                        "template",
                        "tokenizer"),
                fields(FAULTY));
    }

    @Test
    void everyFaultHasALimitAndARemedy() {
        assertTrue(faults(FAULTY).stream()
                .noneMatch(fault -> fault.limit().isBlank() || fault.remedy().isBlank()));
    }

    @Test
    void unknownFiltersFieldsAndTemplatesAreReportedWithTheKnownOnes() {
        List<Fault> faults = faults(FAULTY);
        assertEquals(
                "is not one of context_only, context_critical, overlap, length, dedup, language, regex, sample",
                at("parts[0].filters[0].filter", faults).limit());
        assertTrue(at("parts[0].filters[7].suit", faults).remedy().contains("suite"), faults.toString());
        assertEquals(
                "not a known field of filter overlap; did you mean suite?",
                at("parts[0].filters[7].suit", faults).limit());
        assertTrue(at("template", faults).limit().contains("llama-3"), faults.toString());
    }

    @Test
    void sharesAndPatternsAreReportedWithTheirFaults() {
        List<Fault> faults = faults(FAULTY);
        assertEquals(
                "is outside [0, 1]", at("parts[0].filters[2].share", faults).limit());
        assertEquals("is outside (0, 1]", at("parts[0].share", faults).limit());
        assertEquals(
                "cannot be read: missing closing ): (unclosed",
                at("parts[0].filters[3].pattern", faults).limit());
    }

    @Test
    void anUndetectableLanguageIsRefusedWithTheDetectableOnes() {
        List<Fault> faults = faults("{\"parts\": [{\"source\": \"a\", \"filters\":"
                + " [{\"filter\": \"language\", \"languages\": [\"en\", \"xyz\"], \"part\": \"answer\"}]}]}");
        assertEquals(1, faults.size(), faults.toString());
        assertEquals("parts[0].filters[0].languages[1]", faults.get(0).field());
        assertEquals("xyz", faults.get(0).value());
        assertTrue(faults.get(0).remedy().contains("deu, "), faults.toString());
    }

    @Test
    void sharesSumToOneOrThereAreNone() {
        List<Fault> faults =
                faults("{\"parts\": [{\"source\": \"a\", \"share\": 0.8}, {\"source\": \"b\", \"share\": 0.3}]}");
        assertEquals(1, faults.size());
        assertEquals("parts[0].share + parts[1].share", faults.get(0).field());
        assertEquals("0.8 + 0.3", faults.get(0).value());
        assertEquals(
                "example_count",
                faults("{\"example_count\": 9, \"parts\": [{\"source\": \"a\"}]}")
                        .get(0)
                        .field());
    }

    @Test
    void wrongTypesAndMissingPartsAreReportedAsFaults() {
        assertEquals(List.of("parts"), fields("{}"));
        assertEquals(List.of("parts"), fields("{\"parts\": 5}"));
        assertEquals(List.of("parts"), fields("{\"parts\": []}"));
        assertEquals(List.of("parts[0]"), fields("{\"parts\": [null]}"));
        assertEquals(List.of("parts[0].source"), fields("{\"parts\": [{}]}"));
        assertEquals(
                List.of("augmentation.entities", "parts[0].filters", "parts[0].share", "tokenizer"),
                fields("{\"parts\": [{\"source\": \"a\", \"share\": \"half\", \"filters\": {}}], \"tokenizer\": 5,"
                        + " \"max_length\": 5, \"augmentation\": {\"count\": 1, \"entities\": 7}}"));
        assertEquals(
                "is not string or array",
                at(
                                "augmentation.entities",
                                faults("{\"parts\": [{\"source\": \"a\"}], \"augmentation\":"
                                        + " {\"count\": 1, \"entities\": 7}}"))
                        .limit());
    }

    @Test
    void fieldsOfSourcesAreRefusedInLabRecipes() {
        assertEquals(
                List.of("augmentation", "max_length", "parts", "template", "tokenizer"),
                of("""
                        {"recipe": "lab_instruction", "seed": 1, "parts": [{"source": "a"}], "template": "lab",
                         "max_length": 5, "tokenizer": "run:b", "augmentation": {"count": 1}}""").stream().map(Fault::field).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'recipe':'lab_instruction'}                                   | seed
                    {'recipe':'lab_instruction','seed':-1}                         | seed
                    {'recipe':'lab_instruction','seed':1.5}                        | seed
                    {'recipe':'cooking','seed':1}                                  | recipe
                    {'recipe':'lab_instruction','seed':1,'example_count':0}        | example_count
                    {'recipe':'lab_instruction','seed':1,'subject_critical_share':1.1} | subject_critical_share
                    {'recipe':'lab_instruction','seed':1,'mixture_id':'A/B'}       | mixture_id
                    {'recipe':'lab_instruction','seed':1,'exampel_count':5}        | exampel_count
                    """)
    void aFaultStatesItsField(String request, String field) {
        assertEquals(
                List.of(field),
                of(request.replace('\'', '"')).stream().map(Fault::field).toList());
    }

    @Test
    void omittedFieldsOfAnImportOrLintHaveTheirDefaults() {
        assertEquals(
                new SuiteRequest.Import(
                        "facts",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        2023,
                        List.of()),
                whole("suite-import-request", SuiteRequest.Import.class, "{\"name\":\"facts\"}"));
        assertEquals(
                new SuiteLintRequest(2023, 0.8, List.of(), Map.of()),
                whole("suite-lint-request", SuiteLintRequest.class, "{}"));
        assertEquals(
                4,
                faultsOf(
                                "suite-request",
                                SuiteRequest.Made.class,
                                "{\"recipe\":\"x\",\"seed\":\"y\",\"suite_id\":\"\",\"z\":1}")
                        .size());
    }

    @Test
    void settingsOfOneKindOfSuiteAreFaultsOfTheOther() {
        assertEquals(List.of("control", "size", "held_out"), suiteFaults("""
                {"recipe": "lab_conflict", "seed": 1, "control": "conflict", "size": "full", "held_out": false}"""));
        assertEquals(List.of("world", "control"), suiteFaults("""
                {"recipe": "sayings", "seed": 1, "control": "open_book", "world": {}}"""));
        assertEquals(List.of(), suiteFaults("""
                {"recipe": "capitals", "seed": 1, "control": "open_book", "size": "small", "held_out": true}"""));
    }

    private static List<String> suiteFaults(String json) {
        try {
            READER.readWithDefaults(bytes(json), "suite-request", SuiteRequest.Made.class, SuiteRequestCheck::check);
            return List.of();
        } catch (InvalidRequest e) {
            return e.faults().stream().map(Fault::field).toList();
        }
    }

    @Test
    void faultsOfASweptMixtureStateItsFields() {
        try {
            READER.readWithDefaults(bytes("""
                            {"mixture": {"mixture_id": "m", "recipe": "sources", "seed": 1, "max_length": 5, "parts": [
                               {"source": "a", "share": 0.5}, {"source": "b", "share": 0.6, "colour": 1}]}}"""), "sweep-request", SweepRequest.class, DatasetRequestCheck::checkSweep);
            fail("accepted");
        } catch (InvalidRequest e) {
            assertEquals(
                    List.of(
                            "mixture.parts[1].colour",
                            "mixture.tokenizer",
                            "mixture.parts[0].share + mixture.parts[1].share"),
                    e.faults().stream().map(Fault::field).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/inbox-1.json", "a", "/", "."})
    void longPathsOfFilesAreRefusedAndNothingElse(String segment) {
        SmallStack.run(() -> assertFalse(faultsOf(
                        "source-request",
                        SourceRequest.class,
                        "{\"name\": \"alpaca\", \"path\": \"a" + segment.repeat(100_000) + "\"}")
                .isEmpty()));
        SmallStack.run(() -> assertFalse(ArtifactRef.isPlainPath("a" + segment.repeat(600))));
    }

    @ParameterizedTest
    @CsvSource({"a/b.c/_d-e, 0", "a/, 1", "a//b, 1", "/a, 1", "a/.b, 1", "a/../b, 1", "-a, 1", "a/-b, 1", "a b, 1"})
    void pathsHaveNoEmptyHiddenOrParentSegment(String path, int faults) {
        assertEquals(
                faults,
                faultsOf("source-request", SourceRequest.class, "{\"name\": \"alpaca\", \"path\": \"" + path + "\"}")
                        .size());
        assertEquals(faults == 0, ArtifactRef.isPlainPath(path));
    }

    private static List<String> fields(String rest) {
        return faults(rest).stream().map(Fault::field).sorted().toList();
    }

    private static List<Fault> faults(String rest) {
        return of("{\"recipe\": \"sources\", \"seed\": 1" + (rest.equals("{}") ? "}" : ", " + rest.substring(1)));
    }
}
