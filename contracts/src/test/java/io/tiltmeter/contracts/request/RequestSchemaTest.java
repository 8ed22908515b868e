package io.tiltmeter.contracts.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.tiltmeter.contracts.ContractFiles;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas of requests: closed, and each field says what it is and what to send. */
class RequestSchemaTest {
    private static final String MIXTURE = "schemas/requests/mixture-request.schema.json";
    private static final String SUITE = "schemas/requests/suite-request.schema.json";
    private static final String RUN = "schemas/requests/run-request.schema.json";
    private static final String SUITE_IMPORT = "schemas/requests/suite-import-request.schema.json";
    private static final String CHECKPOINT = "schemas/requests/checkpoint-request.schema.json";
    private static final String EVALUATION = "schemas/requests/evaluation.schema.json";
    private static final String SUITE_LINT = "schemas/requests/suite-lint-request.schema.json";

    @Test
    void aWholeRequestPassesAndReads() throws Exception {
        JsonNode mixture = json(
                "{'mixture_id':'lab-instruction-20','recipe':'lab_instruction','seed':20,'example_count':8000,"
                        + "'context_critical_share':0.3,'non_context_critical_share':0.5,'subject_critical_share':0.2}");
        assertEquals(List.of(), ContractFiles.faults(MIXTURE, mixture));
        assertEquals(
                0.5,
                ContractFiles.mapper()
                        .treeToValue(mixture, MixtureRequest.class)
                        .nonContextCriticalShare()
                        .orElseThrow());
        JsonNode suite = json("{'recipe':'lab_conflict','seed':20}");
        assertEquals(List.of(), ContractFiles.faults(SUITE, suite));
        assertTrue(ContractFiles.mapper()
                .treeToValue(suite, SuiteRequest.class)
                .suiteId()
                .isEmpty());
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
    void aFaultIsNamedByItsField(String request, String field) throws Exception {
        List<String> faults = ContractFiles.faults(MIXTURE, json(request));
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).contains(field), faults.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'subjects_per_group':0,'readers_per_type':1,'answers_per_pool':2}          | 3
                    {'subjects_per_group':501,'readers_per_type':1001,'answers_per_pool':501}   | 3
                    {'fact_strengths':[]}                                                       | 1
                    {'fact_strengths':[1,0,1001,'strong',null]}                                 | 4
                    {'fact_strengths':[1,1,1,1,1,1,1,1,1,1,1]}                                  | 1
                    {'subjects':5}                                                              | 1
                    [25]                                                                        | 1
                    {'subjects_per_group':500,'readers_per_type':2,'fact_strengths':[0.001,1000]} | 0
                    """)
    void aWorldOutOfItsBoundsIsRefusedInMixturesAndSuitesAlike(String world, int faults) throws Exception {
        JsonNode mixture = json("{'recipe':'lab_instruction','seed':1,'world':" + world + "}");
        JsonNode suite = json("{'recipe':'lab_conflict','seed':1,'world':" + world + "}");
        assertEquals(faults, ContractFiles.faults(MIXTURE, mixture).size());
        assertEquals(faults, ContractFiles.faults(SUITE, suite).size());
    }

    @Test
    void aWorldAndAMixAreWrittenAsTheyWereSent() throws Exception {
        JsonNode mixture = json("{'recipe':'lab_pretraining','seed':1,'world':{'answers_per_pool':50,"
                + "'fact_strengths':[1.0,4.5]},'pretraining_mix':{'context_noise':0.3}}");
        JsonNode read =
                ContractFiles.mapper().valueToTree(ContractFiles.mapper().treeToValue(mixture, MixtureRequest.class));
        assertEquals(mixture.path("world"), read.path("world"));
        assertEquals(mixture.path("pretraining_mix"), read.path("pretraining_mix"));
    }

    @Test
    void allFaultsAreReportedAtOnce() throws Exception {
        List<String> faults = ContractFiles.faults(SUITE, json("{'recipe':'x','seed':'y','suite_id':'','z':1}"));
        assertEquals(4, faults.size(), faults.toString());
    }

    @Test
    void whatIsLeftOutOfASuitesImportOrLintIsEmpty() throws Exception {
        JsonNode suite = json("{'name':'facts','path':'imports/facts.json'}");
        assertEquals(List.of(), ContractFiles.faults(SUITE_IMPORT, suite));
        assertEquals(
                new SuiteImportRequest(
                        "facts", Optional.of("imports/facts.json"), Optional.empty(), Optional.empty(), List.of()),
                ContractFiles.mapper().treeToValue(suite, SuiteImportRequest.class));
        assertEquals(
                new SuiteLintRequest(Optional.empty(), Optional.empty(), List.of(), Map.of()),
                ContractFiles.mapper().treeToValue(json("{}"), SuiteLintRequest.class));
    }

    @Test
    void aNameThatEndsLikeAVersionIsRefused() throws Exception {
        assertEquals(
                1,
                ContractFiles.faults(SUITE_IMPORT, json("{'name':'facts.v2'}")).size());
        assertEquals(List.of(), ContractFiles.faults(SUITE_IMPORT, json("{'name':'facts.v2.clean'}")));
    }

    @Test
    void schemaAndRecordHaveTheSameFieldsEachWithItsMeaningAndRemedy() {
        assertDescribes(MIXTURE, MixtureRequest.class);
        assertDescribes(SUITE, SuiteRequest.class);
        assertDescribes(MIXTURE, "world", WorldRequest.class);
        assertDescribes(SUITE, "world", WorldRequest.class);
        assertDescribes(MIXTURE, "pretraining_mix", PretrainingMixRequest.class);
        assertDescribes(SUITE_IMPORT, SuiteImportRequest.class);
        assertDescribes(SUITE_LINT, SuiteLintRequest.class);
        assertDescribes("schemas/requests/judge-calibration-request.schema.json", JudgeCalibrationRequest.class);
        assertDescribes("schemas/requests/rescoring-request.schema.json", RescoringRequest.class);
        assertDescribes(EVALUATION, EvaluationRequest.class);
        assertDescribes(RUN, "early_stopping", EarlyStoppingRequest.class);
        assertDescribes(RUN, "model_config", ModelShape.class);
        assertEquals(
                fields(CheckpointRequest.FromPath.class, CheckpointRequest.FromHook.class, "event"),
                describedFields(ContractFiles.read(CHECKPOINT)));
        JsonNode evaluation = ContractFiles.read(EVALUATION).path("properties");
        assertDescribes(evaluation.path("arms").path("items"), "an arm", ArmRequest.class);
        assertDescribes(evaluation.path("knowledge_filter"), "knowledge_filter", KnowledgeFilterRequest.class);
    }

    @Test
    void everyFinetuningTypeHasTheFieldsOfItsRecord() {
        JsonNode run = ContractFiles.read(RUN);
        Map<String, Class<?>> records = Arrays.stream(
                        RunRequest.class.getAnnotation(JsonSubTypes.class).value())
                .collect(Collectors.toMap(JsonSubTypes.Type::name, JsonSubTypes.Type::value));
        assertEquals(records.size(), run.path("oneOf").size());
        for (JsonNode branch : run.path("oneOf")) {
            String type = branch.at("/properties/finetuning_type/const").asText();
            Set<String> fields = describedFields(run);
            Set<String> own = new TreeSet<>();
            branch.path("properties").fieldNames().forEachRemaining(own::add);
            own.remove("finetuning_type");
            own.forEach(field -> assertDescribed(branch, field));
            fields.addAll(own);
            fields.remove("finetuning_type");
            assertEquals(snakeCaseComponents(records.get(type)), fields);
        }
        assertFalse(run.path("unevaluatedProperties").asBoolean(true), "it is not closed");
    }

    @Test
    void aRunAndCheckpointsFromElsewhereShareTheSchemaOfAnEvaluation() {
        for (String request : List.of(RUN, CHECKPOINT)) {
            assertEquals(
                    "evaluation.schema.json",
                    ContractFiles.read(request)
                            .at("/properties/evaluation/$ref")
                            .asText());
        }
    }

    @Test
    void checkpointsFromElsewhereNameEveryTemplate() {
        Set<String> templates = new TreeSet<>();
        ContractFiles.read(CHECKPOINT)
                .path("properties")
                .path("template")
                .path("enum")
                .forEach(name -> templates.add(name.asText()));
        Set<String> known = new TreeSet<>(TemplateNames.ALL);
        known.add(TemplateNames.ULTRACHAT);
        assertEquals(known, templates);
    }

    private static void assertDescribes(String resource, Class<?> request) {
        assertDescribes(ContractFiles.read(resource), resource, request);
    }

    private static void assertDescribes(String resource, String field, Class<?> request) {
        JsonNode property = ContractFiles.read(resource).path("properties").path(field);
        assertDescribes(property, resource + " " + field, request);
    }

    private static void assertDescribes(JsonNode schema, String resource, Class<?> request) {
        assertEquals(snakeCaseComponents(request), describedFields(schema));
        assertFalse(schema.path("additionalProperties").asBoolean(true), resource + " is not closed");
    }

    private static Set<String> describedFields(JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        fields.forEach(field -> assertDescribed(schema, field));
        return fields;
    }

    private static void assertDescribed(JsonNode schema, String field) {
        JsonNode property = schema.path("properties").path(field);
        if (property.has("$ref")) {
            property = ContractFiles.read(
                    "schemas/requests/" + property.path("$ref").asText());
        }
        assertFalse(property.path("description").asText().isBlank(), field + " has no description");
        assertFalse(property.path("x-remedy").asText().isBlank(), field + " has no remedy");
    }

    /** The fields of two cases of a request, with a further one that tells them apart. */
    private static Set<String> fields(Class<?> one, Class<?> other, String further) {
        Set<String> fields = new TreeSet<>(Set.of(further));
        fields.addAll(snakeCaseComponents(one));
        fields.addAll(snakeCaseComponents(other));
        return fields;
    }

    private static Set<String> snakeCaseComponents(Class<?> request) {
        Set<String> names = new TreeSet<>();
        for (RecordComponent component : request.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                names.addAll(snakeCaseComponents(component.getType()));
            } else {
                names.add(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName()));
            }
        }
        return names;
    }

    private static JsonNode json(String singleQuoted) throws Exception {
        return ContractFiles.mapper().readTree(singleQuoted.replace('\'', '"'));
    }
}
