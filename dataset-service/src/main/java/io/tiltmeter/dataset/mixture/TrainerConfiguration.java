package io.tiltmeter.dataset.mixture;

import java.util.Optional;

/**
 * What a trainer needs besides the file of a mixture: for TRL and axolotl a configuration, in which the settings of a run are
 * placeholders, for LLaMA-Factory the entry of its {@code dataset_info.json}. The options are those of TRL 1.10, axolotl
 * 0.18 and LLaMA-Factory 0.9.6.
 *
 * @param mixtureId the mixture
 * @param format of its file, one that the trainer reads
 * @param mixture what its examples have
 * @param maxLengthTokens longer rows were removed from the mixture; empty if its recipe does not say
 */
public record TrainerConfiguration(
        String mixtureId, ExportFormat format, ExampleProperties mixture, Optional<Integer> maxLengthTokens) {
    private static final int ASSUMED_LENGTH_TOKENS = 2048;

    /** The text of the file. */
    public String of(Trainer trainer) {
        return switch (trainer) {
            case TRL -> trl();
            case AXOLOTL -> axolotl();
            case LLAMA_FACTORY -> llamaFactory();
        };
    }

    /** The name of the file. */
    public String fileName(Trainer trainer) {
        return mixtureId + "-" + trainer.label() + "." + trainer.extension();
    }

    private String trl() {
        String loss = switch (format) {
            case PROMPT_COMPLETION -> "completion_only_loss: true";
            case MESSAGES ->
                "assistant_only_loss: true  # needs a chat template with generation marks, or one that TRL knows";
            default -> "dataset_text_field: text";
        };
        return """
                # trl sft --config %s
                # %s
                datasets:
                  - path: json
                    data_files: %s
                %s
                max_length: %s
                # placeholders: settings of your run
                model_name_or_path: MODEL
                learning_rate: 2.0e-5
                num_train_epochs: 1
                per_device_train_batch_size: 2
                output_dir: %s-trl
                """.formatted(
                        fileName(Trainer.TRL), source(), format.fileName(mixtureId), loss, maxLength("cut"), mixtureId);
    }

    private String axolotl() {
        String type = switch (format) {
            case MESSAGES -> """
                            type: chat_template
                                field_messages: messages
                                roles_to_train: ["assistant"]""" + marks();
            case ALPACA -> "type: alpaca";
            default -> """
                            type: completion
                                field: text""";
        };
        return """
                # axolotl train %s
                # %s
                datasets:
                  - path: %s
                    ds_type: json
                    %s
                train_on_inputs: false
                sequence_len: %s
                # placeholders: settings of your run
                base_model: MODEL
                learning_rate: 2.0e-5
                num_epochs: 1
                micro_batch_size: 2
                gradient_accumulation_steps: 1
                output_dir: %s-axolotl
                """.formatted(
                        fileName(Trainer.AXOLOTL),
                        source(),
                        format.fileName(mixtureId),
                        type,
                        maxLength("left out"),
                        mixtureId);
    }

    private String marks() {
        return mixture.has(ExampleProperty.MASKED_ANSWER) ? "\n    message_field_training: train" : "";
    }

    private String llamaFactory() {
        String columns = switch (format) {
            case MESSAGES -> """
                            "formatting": "sharegpt",
                                "columns": {"messages": "messages"},
                                "tags": {
                                  "role_tag": "role",
                                  "content_tag": "content",
                                  "user_tag": "user",
                                  "assistant_tag": "assistant",
                                  "system_tag": "system"
                                }""";
            case ALPACA -> """
                            "columns": {"prompt": "instruction", "query": "input", "response": "output"}""";
            default -> """
                            "columns": {"prompt": "text"}""";
        };
        return """
                {
                  "%s": {
                    "file_name": "%s",
                    %s
                  }
                }
                """.formatted(mixtureId, format.fileName(mixtureId), columns);
    }

    private String source() {
        return "its data: GET /api/v1/mixtures/" + mixtureId + "/export?format=" + format.label();
    }

    private String maxLength(String consequence) {
        return maxLengthTokens
                .map(limit -> limit + "  # the mixture's max_length")
                .orElse(ASSUMED_LENGTH_TOKENS + "  # placeholder: longer examples are " + consequence);
    }
}
