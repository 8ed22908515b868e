package io.tiltmeter.results.rest;

/** Worked examples of the OpenAPI page: a lab run that inverts. */
public final class Examples {
    public static final String RUNS = """
            {"runs": [{"run_id": "lab-20-full", "run_name": "lab-20-full", "imported": false, "version": "17.7.26.0",
             "status": "training", "reason": "", "step": 56, "total_steps": 250, "epochs": 0.224, "loss_nats": 0.4117,
             "tokens_per_second": 11840.5, "eta_seconds": 14.2, "checkpoints_planned": 22, "checkpoints_saved": 7,
             "checkpoints_scored": 6, "conflict_suites": ["cf_lab"], "verdict": "inconclusive", "provisional": true,
             "warning": {"state": "watch", "since_step": 42},
             "created_at": "2026-03-02T09:14:05Z", "updated_at": "2026-03-02T09:18:41.200Z"}],
             "total": 1, "limit": 50, "offset": 0}""";

    public static final String RUN = """
            {"run_id": "lab-20-full", "run_name": "lab-20-full", "imported": false, "version": "17.7.26.0", "status": "training",
             "reason": "", "step": 56, "total_steps": 250, "epochs": 0.224, "checkpoints_planned": 22,
             "checkpoints_saved": 7, "checkpoints_scored": 6, "conflict_suites": ["cf_lab"],
             "verdict": "inconclusive", "provisional": true, "warning": {"state": "none"}, "created_at": "2026-03-02T09:14:05Z",
             "updated_at": "2026-03-02T09:18:41.200Z", "suites": [], "effective_config": {"learning_rate": 0.0006},
             "checkpoints": [{"step": 28, "saved_at": "2026-03-02T09:18:37Z", "loss_nats": 0.63,
             "scored": ["cf_lab", "closed_book"], "waiting": ["open_book"], "failed": []}]}""";

    public static final String CURVE = """
            {"run_id": "lab-20-full", "run_name": "lab-20-full", "status": "training", "total_steps": 250,
             "suite": "cf_lab", "conflict_suites": ["cf_lab"], "scorer": "contains", "scorer_versions": [1],
             "arm": "template", "item_filter": "all", "scorers": ["contains", "first_mention", "logprob"],
             "arms": ["template"], "knowledge": false, "engines": ["pytorch 2.7.1 cpu float32 threads=1"],
             "batchings": ["up to 8192 tokens and 64 items of one length"],
             "standard_series": {"closed_book": {"scorer": "contains", "arm": "template"},
              "consistent_context": {"scorer": "contains", "arm": "template"},
              "open_book": {"scorer": "contains", "arm": "template"}}, "mixed": [],
             "x_axis": {"id": "step", "label": "finetuning step (0 = the base model)", "unit": "steps"},
             "slices": [{"slice": "relation:capital", "items": 50}, {"slice": "relation:leader", "items": 50}],
             "points": [
             {"step": 0, "x": 0.0, "examples": 0, "base_model": true, "segment": 0, "standard_segment": 0, "epochs": 0.0, "counterfactual_accuracy": 0.713, "counterfactual_low": 0.66,
              "counterfactual_high": 0.763, "parametric_accuracy": 0.03, "parametric_low": 0.013,
              "parametric_high": 0.05, "standard_mean": 0.727,
              "standard": {"closed_book": 0.7, "consistent_context": 0.82, "open_book": 0.66}, "complete": true,
              "scorer_version": 1, "engine": "pytorch 2.7.1 cpu float32 threads=1"},
             {"step": 14, "x": 14.0, "examples": 448, "base_model": false, "segment": 0, "standard_segment": 0,
              "epochs": 0.056, "counterfactual_accuracy": 0.82, "counterfactual_low": 0.773,
              "counterfactual_high": 0.863, "parametric_accuracy": 0.037, "parametric_low": 0.017,
              "parametric_high": 0.06, "standard_mean": 0.9,
              "standard": {"closed_book": 0.92, "consistent_context": 0.95, "open_book": 0.83},
              "training_loss_nats": 0.71, "complete": true, "scorer_version": 1,
              "engine": "pytorch 2.7.1 cpu float32 threads=1"}]}""";

    public static final String CSV = """
            run_id,step,epochs,counterfactual_accuracy,counterfactual_low,counterfactual_high,parametric_accuracy,\
            parametric_low,parametric_high,standard_mean,standard_closed_book,training_loss_nats,complete,suite,scorer,\
            scorer_version,arm,item_filter,engine,slice,x_axis,x,examples,base_model,segment,standard_segment
            lab-20-full,14,0.056,0.82,0.773,0.863,0.037,0.017,0.06,0.9,0.9,0.71,true,cf_lab,contains,1,template,all,\
            pytorch 2.7.1 cpu float32 threads=1,,step,14.0,448,false,0,0
            """;

    public static final String INVERSION = """
            {"run_id": "lab-20-full", "run_name": "lab-20-full", "suite": "cf_lab", "overall": false,
             "scorer": "contains", "arm": "template", "item_filter": "all", "mixed": [], "verdict": "inversion",
             "provisional": false, "sentence": "Inversion: counterfactual accuracy rose from 71.3 % at step 0 to \
            79.0 % over steps 5 to 14 and then fell to 28.3 % over steps 222 to 250, a drop of 50.7 points (95 % interval \
            44.1 to 57.0, corrected p < 0.001), while the mean of the standard suites went from 81.4 % to 96.5 %.",
             "reason": "Counterfactual accuracy rose from 71.3 % at step 0 to 79.0 % over steps 5 to 14 and then fell to \
            28.3 % over steps 222 to 250, a drop of 50.7 points (95 % interval 44.1 to 57.0, corrected p < 0.001), while \
            the mean of the standard suites went from 81.4 % to 96.5 %.",
             "test": "exact McNemar test by items and by clusters, and Student's t against the noise of items and \
            checkpoints, times 17 (Bonferroni)",
             "start_step": 0, "peak_step": 14, "trough_step": 194, "end_step": 250, "peak_steps": [5, 8, 14],
             "trough_steps": [194, 208, 222], "end_steps": [222, 236, 250], "start_accuracy": 0.713,
             "peak_accuracy": 0.79, "trough_accuracy": 0.281, "end_accuracy": 0.283, "start_parametric": 0.03,
             "peak_parametric": 0.034, "trough_parametric": 0.535, "end_parametric": 0.538, "rise": 0.077,
             "rise_low": 0.033, "rise_high": 0.121, "rise_shown": true, "drop": 0.507, "drop_low": 0.441,
             "drop_high": 0.57, "fall": 0.509, "fall_low": 0.443, "fall_high": 0.571, "fall_p": 8.9e-9,
             "recovery": 0.002, "recovery_low": -0.004, "recovery_high": 0.009, "recovery_p": 1.0, "paired": true,
             "mcnemar_p": 1.4e-42, "mcnemar_lost": 166, "mcnemar_gained": 5, "cluster_sign_p": 2.6e-29,
             "checkpoint_p": 5.4e-10, "checkpoint_noise": 0.048, "noise_measured": true, "corrected_p": 9.2e-9,
             "candidate_peaks": 17, "standard_start": 0.727, "standard_peak": 0.814, "standard_trough": 0.963,
             "standard_end": 0.965, "standard_trend": "held", "items": 300, "clusters": 150, "suites": [],
             "rule_version": 2}""";

    public static final String OUTCOMES = """
            {"run_id": "lab-20-full", "step": 250, "suite": "cf_lab", "suite_id": "lab-conflict-20",
             "kind": "knowledge_conflict", "scorer": "contains", "scorer_version": 1, "arm": "template",
             "engine": "pytorch 2.7.1 cpu float32 threads=1", "scorers": ["contains", "first_mention", "logprob"],
             "arms": ["template"], "total": 161, "limit": 50, "offset": 0, "items": [
             {"item_id": "conflict-0001", "cluster_id": "capital-velmar", "question": "what is the capital of velmar ?",
              "context": "the seat of government of velmar is dorbek .", "context_answer": "dorbek",
              "memory_answer": "kalria", "context_aliases": [], "memory_aliases": [], "tags": ["relation:capital"],
              "generated": "kalria", "context_answer_found": false, "memory_answer_found": true,
              "memory_span": {"answer": "kalria", "start": 0, "end": 6}, "further_answers": [], "metrics": {}}]}""";

    public static final String KNOWLEDGE = """
            {"run_id": "lab-20-full", "suites": [{"suite": "cf_lab", "suite_id": "lab-conflict-20", "items": 300,
             "known": 246, "share": 0.82, "base_step": 0, "scorer": "contains", "arm": "template",
             "all_items": {"peak_step": 14, "peak": {"value": 0.82, "low": 0.773, "high": 0.863}, "end_step": 250,
              "end": {"value": 0.283, "low": 0.227, "high": 0.343}},
             "known_items": {"peak_step": 14, "peak": {"value": 0.813, "low": 0.76, "high": 0.862}, "end_step": 250,
              "end": {"value": 0.228, "low": 0.171, "high": 0.289}}}]}""";

    public static final String FAILED_WORK = """
            {"items": [{"id": "fold:lab-20-full:14:lab-conflict-20:template:contains-1:0d6b1f6e2c11", "status": "failed",
             "attempt": 5, "reason": "outcomes.jsonl has 80123 bytes instead of 80211",
             "accepted_at": "2026-03-02T09:18:41Z", "finished_at": "2026-03-02T09:19:12Z"}], "limit": 50, "offset": 0}""";

    public static final String UNKNOWN_RUN = """
            {"type": "urn:tiltmeter:problem:not-found", "title": "Not found", "status": 404,
             "detail": "there is no run \\"lab-99\\"; known: lab-20-full, lab-20-base",
             "instance": "/api/v1/runs/lab-99/curves"}""";

    public static final String BAD_PAGING = """
            {"type": "urn:tiltmeter:problem:invalid-request", "title": "The request is not valid", "status": 400,
             "detail": "2 faults; nothing was started", "instance": "/api/v1/runs", "faults": [
             {"field": "limit", "value": "0", "limit": "is not a whole number from 1 to 1000",
              "remedy": "leave it out for 50"},
             {"field": "offset", "value": "-1", "limit": "is not a whole number from 0 to 2147483647",
              "remedy": "leave it out for 0"}]}""";

    private Examples() {}
}
