package io.tiltmeter.dataset.api;

/** Worked examples for the OpenAPI page. A test reads every request among them as the service would. */
final class OpenApiExamples {
    static final String PRETRAINING = """
            {"recipe": "lab_pretraining", "seed": 20}""";

    static final String INSTRUCTION = """
            {"recipe": "lab_instruction", "seed": 20}""";

    static final String CONTROL = """
            {
              "mixture_id": "lab-context-critical-20",
              "recipe": "lab_instruction",
              "seed": 20,
              "context_critical_share": 1.0,
              "non_context_critical_share": 0.0,
              "subject_critical_share": 0.0
            }""";

    static final String CONFLICT_SUITE = """
            {"recipe": "lab_conflict", "seed": 20}""";

    static final String OPEN_BOOK_SUITE = """
            {"suite_id": "open-book-20", "recipe": "lab_open_book", "seed": 20}""";

    static final String MIXTURE_READY = """
            {
              "mixture_id": "lab-instruction-20",
              "status": "ready",
              "recipe": {
                "recipe": "lab_instruction",
                "seed": 20,
                "example_count": 8000,
                "context_critical_share": 0.3,
                "non_context_critical_share": 0.5,
                "subject_critical_share": 0.2
              },
              "recipe_sha256": "5f0c5b7f6d3f1f0b4ad2f5f6e7c9a8b1d0e3c2b5a4978685746352413f2e1d0c",
              "template": "lab",
              "example_count": 8000,
              "class_counts": {"context_critical": 2400, "non_context_critical": 4000, "subject_critical": 1600},
              "examples": {
                "uri": "artifact:mixtures/lab-instruction-20/examples.jsonl",
                "sha256": "d1ca7bb82d1b2223df7ce1a2fd58bfcbb35f6147302e6c1f6d5ea0ca5a113acf",
                "bytes": 1873204
              },
              "tokenizer": {
                "uri": "artifact:mixtures/lab-instruction-20/tokenizer.json",
                "sha256": "0c4b6a1e5d8f7a9b2c3d4e5f60718293a4b5c6d7e8f9010203a4b5c6d7e8f901",
                "bytes": 15012
              },
              "created_at": "2026-03-02T09:14:05Z",
              "updated_at": "2026-03-02T09:14:06Z"
            }""";

    static final String SUITE_READY = """
            {
              "suite_id": "lab-conflict-20",
              "status": "ready",
              "recipe": {"recipe": "lab_conflict", "seed": 20},
              "recipe_sha256": "9a4f1c2e7b6d5a3f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7",
              "suite": {
                "suite_id": "lab-conflict-20",
                "kind": "knowledge_conflict",
                "task": "cf_lab",
                "item_count": 300,
                "items": {
                  "uri": "artifact:suites/lab-conflict-20/items.jsonl",
                  "sha256": "7e1d2c3b4a5f60718293a4b5c6d7e8f9010203a4b5c6d7e8f9010a1b2c3d4e5f",
                  "bytes": 91022
                }
              },
              "created_at": "2026-03-02T09:14:05Z",
              "updated_at": "2026-03-02T09:14:06Z"
            }""";

    static final String TWO_FAULTS = """
            {
              "type": "urn:tiltmeter:problem:invalid-request",
              "title": "The request is not valid",
              "status": 400,
              "detail": "2 faults; nothing was started",
              "instance": "/api/v1/mixtures",
              "faults": [
                {
                  "field": "recipe",
                  "value": "\\"lab_finetuning\\"",
                  "limit": "is not one of lab_pretraining, lab_instruction",
                  "remedy": "send lab_pretraining or lab_instruction"
                },
                {
                  "field": "seed",
                  "value": "",
                  "limit": "is required",
                  "remedy": "send a whole number from 0 to 9007199254740991, such as 20"
                }
              ]
            }""";

    private OpenApiExamples() {}
}
