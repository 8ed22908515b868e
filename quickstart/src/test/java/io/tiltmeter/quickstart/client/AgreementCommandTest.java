package io.tiltmeter.quickstart.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class AgreementCommandTest {
    @Test
    void sharesPairsAndDisagreementsAreShown() throws Exception {
        String agreement = """
            {"run_id": "r", "all": {"items": 10, "agreed": 9, "share": 0.9, "contradicted": 0, "decided": 8, "share_of_decided": 1.0},
             "evaluations": [{"id": "r/5/s/template", "step": 5,
               "all": {"items": 10, "agreed": 9, "share": 0.9, "contradicted": 0, "decided": 8, "share_of_decided": 1.0},
               "pairs": [{"first": "contains", "second": "logprob",
                 "agreement": {"items": 10, "agreed": 9, "share": 0.9, "contradicted": 0, "decided": 8, "share_of_decided": 1.0}}],
               "disagreements": [{"item_id": "i-3", "question": "Where?", "context_answer": "Lyon",
                 "memory_answer": "Paris", "generated": "Lyon .",
                 "labels": {"contains": "context", "logprob": "other"}}]}]}
            """;
        assertEquals("""
            Run r, all scorers: one label for 90.0 % of 10 items (100.0 % of the 8 that all decide), contradictions: 0

            r/5/s/template: one label for 90.0 % of 10 items (100.0 % of the 8 that all decide), contradictions: 0
              contains and logprob: one label for 90.0 % of 10 items (100.0 % of the 8 that all decide), contradictions: 0
              - i-3 contains=context logprob=other
                  context says "Lyon", memory says "Paris", generated "Lyon ."
            """, AgreementCommand.text(new ObjectMapper().readTree(agreement)));
    }
}
