package io.tiltmeter.evaluator.rest;

/** Worked examples of the OpenAPI page. */
final class EvaluationExamples {
    static final String FAILED = """
            {
              "id": "lab-20-full/14/lab-conflict-20/template",
              "identity": "5f0c2d1e4b3a69788796a5b4c3d2e1f0",
              "run_id": "lab-20-full",
              "run_name": "lab-20-full",
              "step": 14,
              "suite_id": "lab-conflict-20",
              "task": "cf_lab",
              "arm": "template",
              "scorers": ["contains", "first_mention", "logprob"],
              "items_total": 600,
              "items_done": 128,
              "status": "failed",
              "attempts": 5,
              "replica": "evaluator-1",
              "checkpoint_saved_at": "2026-03-02T09:16:38.510Z",
              "accepted_at": "2026-03-02T09:16:38.702Z",
              "started_at": "2026-03-02T09:16:38.740Z",
              "finished_at": "2026-03-02T09:17:10.118Z",
              "reason": "model.safetensors was changed: its hash is 5f70bf18... instead of 9f86d081..."
            }
            """;

    static final String PAGE = """
            {
              "counts": {"waiting": 6, "running": 1, "done": 72, "failed": 1, "withdrawn": 0},
              "total": 80,
              "done_ratio": 0.9,
              "limit": 1,
              "offset": 0,
              "evaluations": [
            """ + FAILED + "]\n}\n";

    static final String NOT_FAILED = """
            {
              "type": "urn:tiltmeter:problem:conflict",
              "title": "Contradicts what is there",
              "status": 409,
              "detail": "evaluation lab-20-full/14/lab-conflict-20/template is done; only a failed one can be retried",
              "instance": "/api/v1/evaluations/lab-20-full/14/lab-conflict-20/template/retry"
            }
            """;

    private EvaluationExamples() {}
}
