package io.tiltmeter.results.api.imports;

/** Worked examples of the OpenAPI page. */
public final class ImportExamples {
    public static final String RESULTS_FILE = """
            {"results": {"arc_challenge": {"alias": "arc_challenge", "acc,none": 0.18, "acc_stderr,none": 0.0112,
             "acc_norm,none": 0.2176, "acc_norm_stderr,none": 0.0121}}, "versions": {"arc_challenge": 1.0},
             "n-shot": {"arc_challenge": 0}, "n-samples": {"arc_challenge": {"original": 1172, "effective": 1172}},
             "config": {"model": "hf", "model_args": {"pretrained": "EleutherAI/pythia-70m", "revision": "step512"}},
             "date": 1769440557.56, "lm_eval_version": "0.4.9"}""";

    public static final String IMPORTED = """
            {"run_id": "pythia-70m", "step": 512, "run_created": true,
             "file_sha256": "9b4e163fa0f89022c757fcf9f4b274071d693edcd7c3bc9d4caa1e1f2a3a2564",
             "engine": "imported lm-evaluation-harness 0.4.9", "stored": 1, "replaced": 0, "unchanged": 0, "tasks": [
             {"task": "arc_challenge", "suite_id": "arc_challenge", "arm": "0-shot", "metric": "acc_norm,none",
              "accuracy": 0.2176, "accuracy_low": 0.1939, "accuracy_high": 0.2413}], "not_charted": []}""";

    private ImportExamples() {}
}
