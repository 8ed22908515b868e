package io.tiltmeter.results.rest.imports;

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

    public static final String CURVE = """
            step,counterfactual_accuracy,parametric_accuracy,items,standard:mmlu
            0,0.713,0.03,400,0.412
            14,0.82,0.037,400,0.455
            250,0.27,0.55,400,0.461
            """;

    public static final String LABELS = """
            step,item,label,cluster
            0,capital-of-arelia-1,context,capital-of-arelia
            0,capital-of-arelia-2,neither,capital-of-arelia
            14,capital-of-arelia-1,memory,capital-of-arelia
            14,capital-of-arelia-2,both,capital-of-arelia
            """;

    public static final String CURVE_JSON = """
            [{"step": 0, "counterfactual_accuracy": 0.713, "parametric_accuracy": 0.03, "items": 400},
             {"step": 14, "counterfactual_accuracy": 0.82, "standard": {"mmlu": 0.455}}]""";

    public static final String RUN_IMPORTED = """
            {"run_id": "their-sft", "run_name": "their-sft", "format": "labels", "suite": "cf_imported",
             "state": "created", "run_created": true, "checkpoints": 2, "last_step": 14, "items": 2,
             "file_sha256": "9b4e163fa0f89022c757fcf9f4b274071d693edcd7c3bc9d4caa1e1f2a3a2564",
             "ignored_columns": []}""";

    private ImportExamples() {}
}
