package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.ModelConfig;
import java.util.List;
import java.util.function.Function;

/**
 * What a run may start from.
 *
 * @param adapterRuns those of the runs whose checkpoints are adapters, which no run can start from
 * @param modelFolders folders below the models directory that hold a model
 * @param config the model in one of these folders; throws
 *     {@link io.tiltmeter.languagemodel.UnsupportedModelException} if it cannot be trained
 */
public record KnownInputs(List<String> adapterRuns, List<String> modelFolders, Function<String, ModelConfig> config) {}
