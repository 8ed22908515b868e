package io.tiltmeter.contracts.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.tiltmeter.contracts.ContractFiles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A mixture of sources as a request: what it says survives, what it names can be listed and replaced. */
class SourceMixtureRequestTest {
    private static final String SCHEMA = "schemas/requests/mixture-request.schema.json";
    private static final String WHOLE = """
            {"mixture_id":"alpaca-context","recipe":"sources","seed":20,"example_count":5000,
             "template":"alpaca","max_length":512,"tokenizer":"run:lab-20-base",
             "parts":[
              {"source":"alpaca","share":0.8,
               "filters":[{"filter":"context_only"},
                {"filter":"context_critical","model":"run:lab-20-base","share":0.25,"score":"loss_difference"},
                {"filter":"overlap","suite":"capitals"},
                {"filter":"length","part":"answer","min_characters":1,"max_characters":4000},
                {"filter":"dedup","mode":"exact"},
                {"filter":"language","languages":["eng"],"min_confidence":0.5},
                {"filter":"regex","part":"answer","pattern":"as an AI","keep":"others"},
                {"filter":"sample","count":1000}],
               "label":{"model":"run:other@40","share":0.25,"score":"loss_without_context"}},
              {"source":"squad.v1","share":0.2}],
             "augmentation":{"ratio":0.1,"substitutes":5,"entities":"rows"}}""";

    @Test
    void aWholeRequestPassesAndIsWrittenAsItWasSent() throws Exception {
        JsonNode json = ContractFiles.mapper().readTree(WHOLE);
        assertEquals(List.of(), ContractFiles.faults(SCHEMA, json));
        assertEquals(json, written(request(WHOLE)));
    }

    @Test
    void aTableOfEntitiesIsWrittenAsItWasSent() throws Exception {
        String table = WHOLE.replace("\"rows\"", """
                [{"name":"Orla Vantle","type":"person","aliases":["Orla"]},
                 {"name":"Mirel","type":"place","aliases":[]}]""");
        JsonNode json = ContractFiles.mapper().readTree(table);
        assertEquals(List.of(), ContractFiles.faults(SCHEMA, json));
        assertEquals(json, written(request(table)));
    }

    @Test
    void whatItNamesIsListedAndReplaced() throws Exception {
        MixtureRequest request = request(WHOLE);
        assertEquals(List.of("alpaca", "squad.v1"), request.sources());
        assertEquals(List.of("capitals"), request.suites());
        assertEquals(
                List.of("run:other@40", "run:lab-20-base"),
                request.parts().get(0).models());
        assertEquals(List.of(), request.parts().get(1).models());
        MixtureRequest resolved = request.resolved(
                source -> source.replaceAll("^alpaca$", "alpaca.v3"), suite -> suite + ".v1", model -> model + "@99");
        assertEquals(List.of("alpaca.v3", "squad.v1"), resolved.sources());
        assertEquals(List.of("capitals.v1"), resolved.suites());
        assertEquals(Optional.of("run:lab-20-base@99"), resolved.tokenizer());
        assertEquals(
                List.of("run:other@40@99", "run:lab-20-base@99"),
                resolved.parts().get(0).models());
        assertEquals(request.augmentation(), resolved.augmentation());
    }

    @Test
    void whatIsLeftOutIsSpeltOutOnce() throws Exception {
        MixtureRequest said = request("""
                {"recipe":"sources","seed":1,"template":"ultrachat","parts":[{"source":"a","filters":[
                 {"filter":"context_critical","model":"run:b"},{"filter":"dedup","mode":"near"},{"filter":"dedup"},
                 {"filter":"length","max_characters":9},{"filter":"regex","pattern":"x"}]}],
                 "augmentation":{"count":3}}""");
        assertEquals(request("""
                {"recipe":"sources","seed":1,"template":"zephyr","parts":[{"source":"a","filters":[
                 {"filter":"context_critical","model":"run:b","share":0.25,"score":"loss_without_context"},
                 {"filter":"dedup","mode":"near","threshold":0.8,"part":"all"},{"filter":"dedup","mode":"exact"},
                 {"filter":"length","part":"all","min_characters":0,"max_characters":9},
                 {"filter":"regex","pattern":"x","part":"all","keep":"matching"}]}],
                 "augmentation":{"count":3,"substitutes":5,"entities":"rows"}}"""), said.effective());
        assertEquals(said.effective(), said.effective().effective());
        assertEquals(
                Optional.of(new LabelRequest("run:b", Optional.of(0.25), Optional.of("loss_without_context"))),
                said.parts().get(0).labelRule());
        assertEquals(
                Optional.of("plain"),
                request("{\"recipe\":\"sources\",\"seed\":1,\"parts\":[{\"source\":\"a\"}]}")
                        .effective()
                        .template());
    }

    @Test
    void schemaAndRecordsHaveTheSameFieldsEachWithItsMeaningAndRemedy() {
        JsonNode properties = ContractFiles.read(SCHEMA).path("properties");
        JsonNode part = properties.path("parts").path("items");
        assertDescribes(part, PartRequest.class);
        assertDescribes(part.at("/properties/filters/items"), FilterRequest.class);
        assertDescribes(part.at("/properties/label"), LabelRequest.class);
        assertDescribes(properties.path("augmentation"), AugmentationRequest.class);
        assertDescribes(properties.at("/augmentation/properties/entities/items"), EntityRequest.class);
        List<String> templates = new ArrayList<>(TemplateNames.ALL);
        templates.add(TemplateNames.ULTRACHAT);
        List<String> allowed = new ArrayList<>();
        properties.at("/template/enum").forEach(name -> allowed.add(name.asText()));
        assertEquals(templates, allowed);
    }

    private static void assertDescribes(JsonNode schema, Class<?> request) {
        Set<String> fields = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        assertEquals(
                Arrays.stream(request.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
                        .collect(Collectors.toCollection(TreeSet::new)),
                fields);
        assertFalse(schema.path("additionalProperties").asBoolean(true), request + " is not closed");
        for (JsonNode property : schema.path("properties")) {
            assertTrue(property.path("description").asText().length() > 10, property + " has no description");
            assertTrue(property.path("x-remedy").asText().length() > 10, property + " has no remedy");
        }
    }

    private static JsonNode written(MixtureRequest request) throws Exception {
        return ContractFiles.mapper().readTree(ContractFiles.mapper().writeValueAsString(request));
    }

    private static MixtureRequest request(String json) throws Exception {
        return ContractFiles.mapper().readValue(json, MixtureRequest.class);
    }
}
