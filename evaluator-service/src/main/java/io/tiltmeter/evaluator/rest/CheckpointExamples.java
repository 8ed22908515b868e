package io.tiltmeter.evaluator.rest;

/** Worked examples of the OpenAPI page. */
final class CheckpointExamples {
    static final String FOLDER = """
            {
              "run_id": "axolotl-7b",
              "path": "outputs/axolotl-7b/checkpoint-500",
              "step": 500,
              "total_steps": 2000,
              "epochs": 0.5,
              "template": "alpaca",
              "suites": ["world-facts.v1"]
            }
            """;

    static final String ADAPTER = """
            {
              "run_id": "axolotl-7b-lora",
              "path": "outputs/axolotl-7b-lora",
              "step": 500,
              "template": "alpaca",
              "suites": ["world-facts.v1"],
              "base": "llama-2-7b",
              "include_base": true,
              "evaluation": {"scorers": ["contains", "logprob"]}
            }
            """;

    static final String DIRECTORY = """
            {
              "run_id": "trl-sft",
              "path": "outputs/trl-sft",
              "template": "tulu",
              "suites": ["world-facts", "lab-conflict-20"],
              "base": "llama-2-7b"
            }
            """;

    static final String HOOK = """
            {
              "event": "save",
              "step": 500,
              "checkpoint_dir": "/data/outputs/trl-sft/checkpoint-500",
              "output_dir": "/data/outputs/trl-sft"
            }
            """;

    private static final String CHECKPOINT = """
            {
              "id": "trl-sft/500",
              "run_id": "trl-sft",
              "step": 500,
              "path": "outputs/trl-sft/checkpoint-500",
              "base": "llama-2-7b",
              "status": "waiting",
              "attempts": 0,
              "accepted_at": "2026-03-02T09:16:38.702Z"
            }
            """;

    static final String QUEUED = "{\n  \"run_id\": \"trl-sft\",\n  \"status\": \"queued\",\n  \"checkpoints\": [\n"
            + CHECKPOINT + "],\n  \"notes\": []\n}\n";

    static final String PAGE = """
            {
              "counts": {"waiting": 1, "running": 0, "done": 4, "failed": 0, "withdrawn": 0},
              "total": 5,
              "done_ratio": 0.8,
              "limit": 1,
              "offset": 0,
              "checkpoints": [
            """ + CHECKPOINT + "]\n}\n";

    static final String FAULTS = """
            {
              "type": "urn:tiltmeter:problem:invalid-request",
              "title": "The request is not valid",
              "status": 400,
              "detail": "2 faults; nothing was started",
              "instance": "/api/v1/checkpoints",
              "faults": [
                {
                  "field": "template",
                  "value": "",
                  "limit": "is required",
                  "remedy": "send the template that the run trains with: lab, plain, alpaca, tulu, zephyr, llama-2, llama-3, chatml"
                },
                {
                  "field": "path",
                  "value": "outputs/trl-sft/checkpoint-500",
                  "limit": "has pytorch_model.bin only, a pickle, which may run any code when it is read, and is refused",
                  "remedy": "load it where it is trusted and save it with save_pretrained(folder, safe_serialization=True)"
                }
              ]
            }
            """;

    static final String NOT_FAILED = """
            {
              "type": "urn:tiltmeter:problem:conflict",
              "title": "Contradicts what is there",
              "status": 409,
              "detail": "checkpoint trl-sft/500 is done; only a failed one can be retried",
              "instance": "/api/v1/checkpoints/trl-sft/500/retry"
            }
            """;

    private CheckpointExamples() {}
}
