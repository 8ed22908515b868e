package io.tiltmeter.contracts.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.ContractFiles;
import io.tiltmeter.contracts.event.RunAnnotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of requests: closed, and each field says what it is and what to send. */
class RequestSchemaTest {
    private static final String MIXTURE = "schemas/requests/mixture-request.schema.json";
    private static final String SUITE = "schemas/requests/suite-request.schema.json";
    private static final String RUN = "schemas/requests/run-request.schema.json";
    private static final String SUITE_IMPORT = "schemas/requests/suite-import-request.schema.json";
    private static final String CHECKPOINT = "schemas/requests/checkpoint-request.schema.json";
    private static final String EVALUATION = "schemas/requests/evaluation.schema.json";
    private static final String ANNOTATION = "schemas/requests/run-annotation-request.schema.json";
    private static final String SUITE_LINT = "schemas/requests/suite-lint-request.schema.json";

    @Test
    void aNameThatEndsLikeAVersionIsRefused() throws Exception {
        assertEquals(
                1,
                ContractFiles.faults(SUITE_IMPORT, json("{'name':'facts.v2'}")).size());
        assertEquals(List.of(), ContractFiles.faults(SUITE_IMPORT, json("{'name':'facts.v2.clean'}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\u200b", "two\nlines", "bell\u0007", "\u2028"})
    void aNameOfARunThatIsBlankOrHasControlCharactersIsRefused(String name) {
        JsonNode request = ContractFiles.mapper().createObjectNode().put("name", name);
        assertFalse(ContractFiles.faults(ANNOTATION, request).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a,b", "a b", "#a"})
    void aTagOfARunHasNoCommasAndBlanks(String tag) {
        assertFalse(ContractFiles.faults(ANNOTATION, tags(tag)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "lr:1e-4", "\u00c9tude", "42", "data/v2.1", "seed=7", "c++"})
    void aTagOfARunHasLettersDigitsAndSomeMarks(String tag) {
        assertEquals(List.of(), ContractFiles.faults(ANNOTATION, tags(tag)));
    }

    private static JsonNode tags(String tag) {
        ObjectNode request = ContractFiles.mapper().createObjectNode();
        request.putArray("tags").add(tag);
        return request;
    }

    @Test
    void schemaAndRecordHaveTheSameFieldsEachWithItsMeaningAndRemedy() {
        assertDescribes(SUITE, SuiteRequest.Made.class);
        assertDescribes("schemas/requests/world.schema.json", WorldRequest.class);
        assertDescribes(SUITE_IMPORT, SuiteRequest.Import.class);
        assertDescribes(SUITE_LINT, SuiteLintRequest.class);
        assertDescribes("schemas/requests/labeling-request.schema.json", LabelingRequest.class);
        assertDescribes("schemas/requests/source-request.schema.json", SourceRequest.class);
        assertDescribes("schemas/requests/sweep-request.schema.json", SweepRequest.class);
        assertDescribes("schemas/requests/study-request.schema.json", StudyRequest.class);
        assertDescribes("schemas/requests/study-seeds-request.schema.json", StudySeedsRequest.class);
        assertDescribes("schemas/requests/study-conditions-request.schema.json", StudyConditionsRequest.class);
        assertDescribes("schemas/requests/judge-calibration-request.schema.json", JudgeCalibrationRequest.class);
        assertDescribes("schemas/requests/rescoring-request.schema.json", RescoringRequest.class);
        assertDescribes("schemas/requests/theory-request.schema.json", TheoryRequest.class);
        assertDescribes(ANNOTATION, RunAnnotation.class);
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
    void everyCaseOfARequestHasItsOwnFieldsEachWithItsMeaningAndRemedy() {
        assertDescribesCases(ContractFiles.read(RUN), "finetuning_type", RunRequest.class);
        JsonNode mixture = ContractFiles.read(MIXTURE);
        assertDescribesCases(mixture, "recipe", MixtureRequest.class);
        JsonNode pretrainingMix = mixture.at("/oneOf/0/properties/pretraining_mix");
        assertDescribes(pretrainingMix, "pretraining_mix", PretrainingMixRequest.class);
        JsonNode sources = mixture.at("/oneOf/2/properties");
        JsonNode part = sources.at("/parts/items");
        assertDescribes(part, "a part", PartRequest.class);
        assertDescribesCases(part.at("/properties/filters/items"), "filter", FilterRequest.class);
        assertDescribes(part.at("/properties/label"), "label", LabelRequest.class);
        assertDescribes(sources.path("augmentation"), "augmentation", AugmentationRequest.class);
        assertDescribes(sources.at("/augmentation/properties/entities/items"), "an entity", EntityRequest.class);
        List<String> templates = new ArrayList<>(TemplateNames.ALL);
        templates.add(TemplateNames.ULTRACHAT);
        List<String> allowed = new ArrayList<>();
        sources.at("/template/enum").forEach(name -> allowed.add(name.asText()));
        assertEquals(templates, allowed);
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
        known.add(TemplateNames.AUTO);
        assertEquals(known, templates);
    }

    @Test
    void otherNamesAreThoseOfFieldsAndAreNoFieldsThemselves() {
        Map<String, JsonNode> objects = Map.of(
                "run-request", ContractFiles.read(RUN),
                "run-request.model_config", ContractFiles.read(RUN).at("/properties/model_config"),
                "checkpoint-request", ContractFiles.read(CHECKPOINT),
                "evaluation", ContractFiles.read(EVALUATION));
        JsonNode tables = ContractFiles.read("schemas/other-names.json");
        Set<String> named = new TreeSet<>();
        tables.fieldNames().forEachRemaining(named::add);
        assertEquals(new TreeSet<>(objects.keySet()), named);
        objects.forEach((object, schema) -> {
            Map<String, JsonNode> fields = new TreeMap<>();
            addFields(schema, fields);
            schema.path("oneOf").forEach(branch -> addFields(branch, fields));
            Set<String> seen = new TreeSet<>(fields.keySet());
            tables.path(object)
                    .path("fields")
                    .fieldNames()
                    .forEachRemaining(field -> assertTrue(fields.containsKey(field), field));
            tables.path(object)
                    .forEach(table -> table.forEach(names -> names.forEach(
                            name -> assertTrue(seen.add(name.asText()), object + " has " + name + " twice"))));
        });
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
        Map<String, JsonNode> fields = new TreeMap<>();
        addFields(schema, fields);
        fields.forEach(RequestSchemaTest::assertDescribed);
        return fields.keySet();
    }

    /** Each case of a sealed request has a branch, of the name that JSON has for it. */
    private static void assertDescribesCases(JsonNode schema, String discriminator, Class<?> request) {
        assertEquals(discriminator, schema.at("/discriminator/propertyName").asText());
        assertFalse(schema.path("unevaluatedProperties").asBoolean(true), discriminator + "s are not closed");
        Map<String, JsonNode> branches = new TreeMap<>();
        schema.path("oneOf")
                .forEach(branch -> branches.put(
                        branch.path("properties")
                                .path(discriminator)
                                .path("const")
                                .asText(),
                        branch));
        JsonSubTypes.Type[] cases = request.getAnnotation(JsonSubTypes.class).value();
        assertEquals(
                Arrays.stream(cases).map(JsonSubTypes.Type::name).collect(Collectors.toCollection(TreeSet::new)),
                branches.keySet());
        for (JsonSubTypes.Type each : cases) {
            Map<String, JsonNode> fields = new TreeMap<>();
            addFields(branches.get(each.name()), fields);
            addFields(schema, fields);
            assertDescribed(discriminator, fields.remove(discriminator));
            assertEquals(snakeCaseComponents(each.value()), fields.keySet());
            fields.forEach(RequestSchemaTest::assertDescribed);
        }
    }

    /** With those of cases within it, each by its fullest description. */
    private static void addFields(JsonNode schema, Map<String, JsonNode> fields) {
        if (schema.at("/discriminator/propertyName").asText().equals("mode")) {
            schema.path("oneOf").forEach(branch -> addFields(branch, fields));
        }
        schema.path("properties").properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    }

    private static void assertDescribed(String field, JsonNode property) {
        JsonNode described = property.has("$ref")
                ? ContractFiles.read("schemas/requests/" + property.path("$ref").asText())
                : property;
        assertFalse(described.path("description").asText().isBlank(), field + " has no description");
        assertFalse(
                property.path("x-remedy")
                        .asText(described.path("x-remedy").asText())
                        .isBlank(),
                field + " has no remedy");
    }

    /** The fields of two cases of a request, with a further one that tells them apart. */
    private static Set<String> fields(Class<?> one, Class<?> other, String further) {
        Set<String> fields = new TreeSet<>(Set.of(further));
        fields.addAll(snakeCaseComponents(one));
        fields.addAll(snakeCaseComponents(other));
        return fields;
    }

    private static Set<String> snakeCaseComponents(Class<?> request) {
        return Arrays.stream(request.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? snakeCaseComponents(component.getType()).stream()
                        : Stream.of(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode json(String singleQuoted) throws Exception {
        return ContractFiles.mapper().readTree(singleQuoted.replace('\'', '"'));
    }
}
