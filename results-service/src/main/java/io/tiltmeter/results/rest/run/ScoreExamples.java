package io.tiltmeter.results.rest.run;

/** Worked examples of the OpenAPI page. */
public final class ScoreExamples {
    public static final String SCORES = """
            {"run_id": "lab-20-full", "scores": [{"step": 14, "suite_id": "lab-conflict-20", "task": "cf_lab",
             "kind": "knowledge_conflict", "arm": "opinion", "scorer": "first_mention", "scorer_version": 1,
             "items": 300, "counterfactual_accuracy": 0.84, "counterfactual_low": 0.793, "counterfactual_high": 0.883,
             "parametric_accuracy": 0.037, "parametric_low": 0.017, "parametric_high": 0.06,
             "metrics": {"other,none": 0.123}, "engine": "pytorch 2.7.1 cpu float32 threads=1",
             "batching": "up to 8192 tokens and 64 items of one length", "replica": "evaluator-1",
             "suite_version": "fbaf2fa28933718e0aebd6bc126d43c5a3cab9c20db8bddbf9c50888c684b6c3",
             "outcomes_sha256": "4652a3a2f1e1aac4d9cb3c7dcde396d170472b4f9fcf757c22098f0af361e4b9",
             "weights_sha256": "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c",
             "imported": false, "finished_at": "2026-03-02T09:16:39.960Z"}], "total": 2, "limit": 1, "offset": 0}""";

    private ScoreExamples() {}
}
