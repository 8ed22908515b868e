package io.tiltmeter.dataset.rest;

/** Worked examples for the OpenAPI page. A test checks each against the service itself. */
final class MixtureExamples {
    static final String PRETRAINING = """
            {"recipe": "lab_pretraining", "seed": 20}""";

    static final String ANOTHER_WORLD = """
            {
              "mixture_id": "pretraining-by-strength-20",
              "recipe": "lab_pretraining",
              "seed": 20,
              "document_count": 172800,
              "world": {"subjects_per_group": 50, "fact_strengths": [1, 4, 16]},
              "pretraining_mix": {"context_noise": 0.3}
            }""";

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

    static final String FROM_SOURCES = """
            {
              "mixture_id": "alpaca-context-critical",
              "recipe": "sources",
              "seed": 20,
              "template": "alpaca",
              "parts": [
                {
                  "source": "alpaca",
                  "filters": [
                    {"filter": "context_only"},
                    {"filter": "dedup", "mode": "exact"},
                    {"filter": "context_critical", "model": "run:lab-20-base"}
                  ]
                }
              ]
            }""";

    static final String SWEEP = """
            {
              "mixture": {
                "mixture_id": "alpaca",
                "recipe": "sources",
                "seed": 20,
                "template": "alpaca",
                "parts": [{"source": "alpaca"}]
              },
              "ratios": [0, 0.01, 0.02, 0.05, 0.1]
            }""";

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
              "recipe_sha256": "ef55e43e2e7cdb9b9b403035c3c7e549202a38adce3e8fd35e93bd059c93ab0b",
              "template": "lab",
              "example_count": 8000,
              "class_counts": {"context_critical": 2400, "non_context_critical": 4000, "subject_critical": 1600},
              "examples": {
                "uri": "artifact:mixtures/lab-instruction-20/examples.jsonl",
                "sha256": "b48c796bd9cd1111598d1838512a18f54e2af28e77b2526054de136c49e3adfc",
                "bytes": 1687253
              },
              "tokenizer": {
                "uri": "artifact:mixtures/lab-instruction-20/tokenizer.json",
                "sha256": "ec8d6894456c56436a0dd306b226323452a6fb39f4f1089085a757c14de1a640",
                "bytes": 17579
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
                  "limit": "is not one of lab_pretraining, lab_instruction, sources",
                  "remedy": "send lab_pretraining, lab_instruction or sources"
                },
                {
                  "field": "seed",
                  "value": "",
                  "limit": "is required",
                  "remedy": "send a whole number from 0 to 9007199254740991, such as 20"
                }
              ]
            }""";

    private MixtureExamples() {}
}
