package io.tiltmeter.results.rest.item;

/** Worked examples of the OpenAPI page. */
public final class FlipExamples {
    public static final String FLIPS = """
            {"run_id": "lab-20-full", "run_name": "lab-20-full", "suite": "cf_lab", "scorer": "contains",
             "arm": "template", "item_filter": "all", "from_step": 14, "to_step": 250, "from_steps": [8, 14, 28],
             "to_steps": [222, 236, 250], "answered": 300,
             "context_to_memory": {"count": 143, "robust_count": 121},
             "memory_to_context": {"count": 3, "robust_count": 0}, "drop_items": 300, "drop": 0.494, "items": [
             {"item_id": "conflict-0001", "cluster_id": "capital-velmar", "direction": "context_to_memory",
              "robust": true, "question": "what is the capital of velmar ?",
              "context": "the seat of government of velmar is dorbek .", "context_answer": "dorbek",
              "memory_answer": "kalria", "tags": ["relation:capital"],
              "from": {"step": 14, "generated": "dorbek", "context_answer_found": true, "memory_answer_found": false,
               "context_span": {"answer": "dorbek", "start": 0, "end": 6}, "further_answers": []},
              "to": {"step": 250, "generated": "kalria", "context_answer_found": false, "memory_answer_found": true,
               "memory_span": {"answer": "kalria", "start": 0, "end": 6}, "further_answers": []}}],
             "total": 146, "limit": 1, "offset": 0, "slices": [
             {"slice": "memory_in_context:no", "partition": true, "items": 300, "drop": 0.494, "contribution": 0.494,
              "share_of_drop": 1.0, "context_to_memory": 143, "memory_to_context": 3},
             {"slice": "relation:capital", "partition": true, "items": 82, "drop": 0.6, "contribution": 0.164,
              "share_of_drop": 0.332, "context_to_memory": 47, "memory_to_context": 0}]}""";

    public static final String HISTORY = """
            {"run_id": "lab-20-full", "run_name": "lab-20-full", "suite": "cf_lab", "scorer": "contains",
             "arm": "template", "item_filter": "all", "steps": [0, 8, 14, 28, 56, 97, 250], "items": [
             {"item_id": "conflict-0001", "cluster_id": "capital-velmar", "labels": "NCCCMMM", "flips": 1},
             {"item_id": "conflict-0002", "cluster_id": "capital-velmar", "labels": "CCC-NCM", "flips": 1}],
             "total": 300, "limit": 2, "offset": 0}""";

    public static final String OVERLAP = """
            {"run": "lab-20-full", "with": "lab-20-lora", "suite": "cf_lab", "direction": "context_to_memory",
             "from_step": 14, "to_step": 250, "with_from_step": 28, "with_to_step": 250, "same_suite_version": true,
             "items": 300, "both": 61, "only_run": 82, "only_with": 24, "neither": 133, "odds_ratio": 4.102,
             "odds_ratio_low": 2.316, "odds_ratio_high": 7.448, "fisher_p": 1.9e-7, "jaccard": 0.365}""";

    public static final String UNKNOWN_STEP = """
            {"type": "urn:tiltmeter:problem:not-found", "title": "Not found", "status": 404,
             "detail": "there is no checkpoint scored on cf_lab at step \\"15\\"; known: 0, 8, 14, 28, 56, 97, 250",
             "instance": "/api/v1/runs/lab-20-full/flips"}""";

    private FlipExamples() {}
}
