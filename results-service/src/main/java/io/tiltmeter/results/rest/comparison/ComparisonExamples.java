package io.tiltmeter.results.rest.comparison;

/** Worked examples of the OpenAPI page. */
public final class ComparisonExamples {
    public static final String COMPARISON = """
            {"suite": "cf_lab", "item_filter": "all", "standard_suites": ["closed_book", "open_book"],
             "warnings": ["the standard mean is over the suites that all runs have (closed_book, open_book): it leaves \
            consistent_context of run lab-20-full out"], "tolerance": 0.02, "crossing": "last", "runs": [
             {"run_id": "lab-20-full", "run_name": "lab-20-full", "scorer": "contains", "arm": "template",
              "mixture": "lab-20", "points": [
              {"step": 14, "standard_mean": 0.9, "counterfactual_accuracy": 0.82, "low": 0.773, "high": 0.863,
               "on_frontier": true, "on_run_frontier": true},
              {"step": 250, "standard_mean": 0.967, "counterfactual_accuracy": 0.283, "low": 0.227, "high": 0.343,
               "on_frontier": true, "on_run_frontier": true}], "best_step": 250,
              "best": {"step": 250, "standard_mean": 0.967, "counterfactual_accuracy": 0.283, "low": 0.227,
               "high": 0.343, "on_frontier": true, "on_run_frontier": true},
              "detectable": {"between_steps": [14, 250], "items": 300, "clusters": 150, "differing": 0.57,
               "smallest_drop": 0.097}},
             {"run_id": "lab-20-lora", "run_name": "lab-20-lora", "scorer": "contains", "arm": "template",
              "mixture": "lab-20", "points": [
              {"step": 250, "standard_mean": 0.93, "counterfactual_accuracy": 0.51, "low": 0.453, "high": 0.567,
               "on_frontier": true, "on_run_frontier": true}], "best_step": 250,
              "best": {"step": 250, "standard_mean": 0.93, "counterfactual_accuracy": 0.51, "low": 0.453,
               "high": 0.567, "on_frontier": true, "on_run_frontier": true}}],
             "matched_at": 0.93, "matched": [
             {"run_id": "lab-20-full", "standard_mean": 0.93, "counterfactual_accuracy": 0.58, "low": 0.535,
              "high": 0.624, "between_steps": [14, 250], "later_weight": 0.448, "crossings": 1,
              "lowest_at_crossings": 0.58, "highest_at_crossings": 0.58},
             {"run_id": "lab-20-lora", "standard_mean": 0.93, "counterfactual_accuracy": 0.51, "low": 0.453,
              "high": 0.567, "between_steps": [250, 250], "later_weight": 0.0, "crossings": 1,
              "lowest_at_crossings": 0.51, "highest_at_crossings": 0.51}],
             "pairs": [{"run": "lab-20-full", "with": "lab-20-lora", "difference": 0.07, "low": 0.004, "high": 0.135,
              "p": 0.044, "holm_p": 0.044, "mcnemar_p": 1.2e-9, "cluster_sign_p": 3.1e-8, "clustered_p": 0.044,
              "only_run": 121, "only_with": 28, "tested_steps": [14, 250], "items": 300, "clusters": 150,
              "smallest_detectable_difference": 0.093}], "smallest_detectable_drop": 0.097}""";

    public static final String BAD = """
            {"type": "urn:tiltmeter:problem:invalid-request", "title": "The request is not valid", "status": 400,
             "detail": "2 faults; nothing was started", "instance": "/api/v1/comparison", "faults": [
             {"field": "runs", "value": "", "limit": "names no run",
              "remedy": "send the ids of runs, such as runs=one,other"},
             {"field": "at", "value": "93", "limit": "is not a number in [0, 1]",
              "remedy": "send a share, such as at=0.5"}]}""";

    private ComparisonExamples() {}
}
