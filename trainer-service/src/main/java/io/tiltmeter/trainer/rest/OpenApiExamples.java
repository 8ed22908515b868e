package io.tiltmeter.trainer.rest;

/** Worked examples for the OpenAPI page. A test reads every request among them as the service would. */
final class OpenApiExamples {
    static final String FRESH_MODEL = """
            {
              "run_name": "lab-20-base",
              "model_config": {
                "model_type": "llama",
                "hidden_size": 128,
                "intermediate_size": 256,
                "num_hidden_layers": 2,
                "num_attention_heads": 8,
                "tie_word_embeddings": true
              },
              "mixture": "lab-pretraining-20",
              "learning_rate": 0.004,
              "lr_scheduler_type": "cosine_with_min_lr",
              "min_lr_rate": 0.1,
              "warmup_steps": 50,
              "weight_decay": 0.05,
              "adam_beta2": 0.98,
              "max_steps": 1800,
              "per_device_train_batch_size": 48,
              "group_by_length": true,
              "save_steps": 300,
              "seed": 20
            }""";

    static final String FINETUNING = """
            {
              "run_name": "lab-20-full",
              "model_name_or_path": "run:lab-20-base",
              "mixture": "lab-instruction-20",
              "suites": ["lab-conflict-20", "lab-closed-book-20", "lab-open-book-20", "lab-consistent-context-20"],
              "finetuning_type": "full",
              "learning_rate": 0.0006,
              "lr_scheduler_type": "cosine",
              "warmup_ratio": 0.05,
              "adam_beta2": 0.98,
              "num_train_epochs": 1,
              "per_device_train_batch_size": 32,
              "save_steps": 0.05555555555555555,
              "save_early_ratios": [0.01, 0.02, 0.03],
              "seed": 20
            }""";

    static final String ADAPTERS = """
            {
              "run_name": "adapters",
              "model_name_or_path": "pythia-160m",
              "mixture": "my-mixture",
              "finetuning_type": "lora",
              "lora_r": 16,
              "lora_alpha": 32,
              "lora_dropout": 0.05,
              "lora_target_modules": ["all-linear"],
              "learning_rate": 0.0002,
              "warmup_ratio": 0.03,
              "per_device_train_batch_size": 8,
              "max_length": 512,
              "packing": true,
              "bf16": true,
              "gradient_checkpointing": true,
              "max_steps": 400,
              "save_steps": 50
            }""";

    static final String EARLY_STOPPING = """
            {
              "run_name": "lab-20-until-warned",
              "model_name_or_path": "run:lab-20-base",
              "mixture": "lab-instruction-20",
              "suites": ["lab-conflict-20", "lab-closed-book-20"],
              "learning_rate": 0.001,
              "num_train_epochs": 1,
              "per_device_train_batch_size": 32,
              "save_steps": 0.05,
              "early_stopping": {
                "on": "inverted",
                "suites": ["lab-conflict-20"],
                "window": 5,
                "threshold": 0.08,
                "patience": 5
              }
            }""";

    static final String MODEL_FOLDER = """
            {
              "run_name": "queries-and-keys",
              "model_name_or_path": "smollm-135m",
              "mixture": "my-mixture",
              "finetuning_type": "qk_only",
              "learning_rate": 0.0002,
              "warmup_ratio": 0.03,
              "per_device_train_batch_size": 4,
              "gradient_accumulation_steps": 8,
              "max_steps": 400,
              "save_steps": 50
            }""";

    static final String TRAINING = """
            {
              "run_id": "lab-20-full",
              "run_name": "lab-20-full",
              "revision": 9,
              "status": "training",
              "step": 61,
              "total_steps": 250,
              "examples_per_step": 32,
              "epochs": 0.244,
              "loss_nats": 0.412,
              "tokens_per_second": 11840.2,
              "eta_seconds": 14.9,
              "planned_checkpoints": [0, 3, 5, 8, 14, 28, 42, 56, 69, 83, 97, 111, 125, 139, 153, 167, 181, 194, 208,
                222, 236, 250],
              "suites": [
                {
                  "suite_id": "lab-conflict-20",
                  "kind": "knowledge_conflict",
                  "task": "cf_lab",
                  "item_count": 300,
                  "items": {
                    "uri": "artifact:suites/lab-conflict-20/items.jsonl",
                    "sha256": "7e1d2c3b4a5f60718293a4b5c6d7e8f9010203a4b5c6d7e8f9010a1b2c3d4e5f",
                    "bytes": 91022
                  }
                }
              ],
              "effective_config": {
                "run_name": "lab-20-full",
                "model_name_or_path": "run:lab-20-base",
                "mixture": "lab-instruction-20",
                "finetuning_type": "full",
                "learning_rate": 0.0006
              },
              "reason": "",
              "created_at": "2026-03-02T09:14:05Z",
              "updated_at": "2026-03-02T09:17:40Z"
            }""";

    static final String WAITING = """
            {
              "run_id": "lab-20-full",
              "run_name": "lab-20-full",
              "revision": 1,
              "status": "waiting",
              "step": 0,
              "total_steps": 0,
              "examples_per_step": 0,
              "epochs": 0.0,
              "planned_checkpoints": [],
              "suites": [],
              "effective_config": {"run_name": "lab-20-full", "model_name_or_path": "run:lab-20-base"},
              "reason": "waits for mixture lab-instruction-20 (being built), run lab-20-base (not complete yet)",
              "created_at": "2026-03-02T09:14:05Z",
              "updated_at": "2026-03-02T09:14:05Z"
            }""";

    static final String THREE_FAULTS = """
            {
              "type": "urn:tiltmeter:problem:invalid-request",
              "title": "The request is not valid",
              "status": 400,
              "detail": "3 faults; nothing was started",
              "instance": "/api/v1/runs",
              "faults": [
                {
                  "field": "learning_rate",
                  "value": "2.0",
                  "limit": "is outside (0, 0.1]",
                  "remedy": "training diverges above; send 1e-5 to 1e-4 for a large model, 1e-4 to 4e-3 for a small one, and about ten times as much for lora"
                },
                {
                  "field": "learning_rat",
                  "value": "",
                  "limit": "not a known field",
                  "remedy": "leave it out, or send one of run_name, model_name_or_path, model_config, mixture"
                },
                {
                  "field": "mixture",
                  "value": "lab-instruction-2",
                  "limit": "the name of a known mixture (known: lab-instruction-20, lab-pretraining-20)",
                  "remedy": "POST it to the dataset-service first"
                }
              ]
            }""";

    static final String NO_SUCH_RUN = """
            {
              "type": "urn:tiltmeter:problem:not-found",
              "title": "Not found",
              "status": 404,
              "detail": "there is no run \\"lab-21-full\\"; known: lab-20-full, lab-20-base",
              "instance": "/api/v1/runs/lab-21-full"
            }""";

    static final String NOT_FAILED = """
            {
              "type": "urn:tiltmeter:problem:conflict",
              "title": "Contradicts what is there",
              "status": 409,
              "detail": "run lab-20-full is completed; only a failed run can be driven again",
              "instance": "/api/v1/runs/lab-20-full/retry"
            }""";

    static final String LOSSES = """
            {
              "run_id": "lab-20-full",
              "losses": [
                {"step": 1, "loss_nats": 2.311, "learning_rate": 0.0, "gradient_norm": 5.02, "tokens": 1210},
                {"step": 2, "loss_nats": 2.298, "learning_rate": 4.6e-05, "gradient_norm": 4.87, "tokens": 1187}
              ]
            }""";

    static final String CHECKPOINTS = """
            {
              "run_id": "lab-20-full",
              "planned": [0, 3, 5, 8, 14],
              "checkpoints": [
                {
                  "step": 3,
                  "epochs": 0.012,
                  "loss_nats": 2.201,
                  "model": {
                    "uri": "artifact:checkpoints/lab-20-full/step-000003/manifest.json",
                    "sha256": "3c6d1f0b4ad2f5f6e7c9a8b1d0e3c2b5a4978685746352413f2e1d0c5f0c5b7f",
                    "bytes": 1713420
                  },
                  "weights_sha256": "f6e7c9a8b1d0e3c2b5a4978685746352413f2e1d0c5f0c5b7f6d3f1f0b4ad2f5",
                  "files_kept": true,
                  "saved_at": "2026-03-02T09:17:31Z"
                }
              ]
            }""";

    private OpenApiExamples() {}
}
