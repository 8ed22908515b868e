package io.tiltmeter.contracts.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.ContractFiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A mixture of sources as a request: it is written as it was sent, and what it names can be replaced. */
class SourceMixtureRequestTest {
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
    void aWholeRequestIsWrittenAsItWasSent() throws Exception {
        assertEquals(ContractFiles.mapper().readTree(WHOLE), written(request(WHOLE)));
    }

    @Test
    void aTableOfEntitiesIsWrittenAsItWasSent() throws Exception {
        String table = WHOLE.replace("\"rows\"", """
                [{"name":"Orla Vantle","type":"person","aliases":["Orla"]},
                 {"name":"Mirel","type":"place","aliases":[]}]""");
        assertEquals(ContractFiles.mapper().readTree(table), written(request(table)));
    }

    @Test
    void whatItNamesIsReplaced() throws Exception {
        MixtureRequest.Sources request = request(WHOLE);
        assertEquals(
                List.of("run:other@40", "run:lab-20-base"),
                request.parts().get(0).models());
        assertEquals(List.of(), request.parts().get(1).models());
        MixtureRequest.Sources resolved = request.resolved(
                source -> source.replaceAll("^alpaca$", "alpaca.v3"), suite -> suite + ".v1", model -> model + "@99");
        assertEquals(
                List.of("alpaca.v3", "squad.v1"),
                resolved.parts().stream().map(PartRequest::source).toList());
        assertEquals(
                new FilterRequest.Overlap("capitals.v1"),
                resolved.parts().get(0).filters().get(2));
        assertEquals(Optional.of("run:lab-20-base@99"), resolved.tokenizer());
        assertEquals(
                List.of("run:other@40@99", "run:lab-20-base@99"),
                resolved.parts().get(0).models());
        assertEquals(request.augmentation(), resolved.augmentation());
    }

    @Test
    void theFirstRuleLabelsThePart() throws Exception {
        PartRequest part = request(WHOLE).parts().get(0);
        assertEquals(Optional.of(new LabelRequest("run:other@40", 0.25, "loss_without_context")), part.labelRule());
        assertEquals(
                Optional.of(new LabelRequest("run:lab-20-base", 0.25, "loss_difference")),
                new PartRequest(part.source(), part.share(), part.count(), part.filters(), Optional.empty())
                        .labelRule());
        assertEquals(Optional.empty(), request(WHOLE).parts().get(1).labelRule());
    }

    @Test
    void onlyNearDuplicatesHaveAPartAndAThreshold() {
        Optional<String> part = Optional.of("all");
        Optional<Double> threshold = Optional.of(0.8);
        assertThrows(IllegalArgumentException.class, () -> new FilterRequest.Dedup(part, "exact", threshold));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FilterRequest.Dedup(Optional.empty(), "near", Optional.empty()));
    }

    private static JsonNode written(MixtureRequest request) throws Exception {
        return ContractFiles.mapper().readTree(ContractFiles.mapper().writeValueAsString(request));
    }

    private static MixtureRequest.Sources request(String json) throws Exception {
        return (MixtureRequest.Sources) ContractFiles.mapper().readValue(json, MixtureRequest.class);
    }
}
