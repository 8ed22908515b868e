package io.tiltmeter.evaluator.rest;

/** Worked examples of the OpenAPI page. */
final class ScoringExamples {
    static final String FAILED = """
            {
              "request_id": "filter-lab-20",
              "shard": 2,
              "shard_count": 8,
              "model": "artifact:checkpoints/lab-20-base/step-001800/manifest.json",
              "template": "lab",
              "measure": "losses",
              "example_count": 1000,
              "status": "failed",
              "attempts": 5,
              "replica": "evaluator-1",
              "requested_at": "2026-03-02T09:20:00Z",
              "accepted_at": "2026-03-02T09:20:00.041Z",
              "started_at": "2026-03-02T09:20:00.310Z",
              "finished_at": "2026-03-02T09:21:10Z",
              "reason": "artifact:mixtures/lab-instruction-20/examples.jsonl is missing"
            }
            """;

    static final String PAGE = """
            {
              "counts": {"waiting": 3, "running": 2, "done": 2, "failed": 1, "withdrawn": 0},
              "total": 8,
              "done_ratio": 0.25,
              "limit": 1,
              "offset": 0,
              "scorings": [
            """ + FAILED + "]\n}\n";

    static final String NOT_FAILED = """
            {
              "type": "urn:tiltmeter:problem:conflict",
              "title": "Contradicts what is there",
              "status": 409,
              "detail": "scoring filter-lab-20/2 is done; only a failed one can be retried",
              "instance": "/api/v1/scorings/filter-lab-20/2/retry"
            }
            """;

    private ScoringExamples() {}
}
