package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.ModelShape;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.Tokenizer;

/** The weights that a run begins with. */
public sealed interface StartingPoint {
    /** What {@code model_name_or_path} begins with when it names another run. */
    String RUN_PREFIX = "run:";

    /** A new model, its weights drawn from the run's seed. */
    record FreshModel(ModelShape shape) implements StartingPoint {
        /**
         * The model's whole configuration.
         *
         * @param tokenizer gives the vocabulary's size and the ids of {@code <bos>}, {@code <eos>} and {@code <pad>}
         * @throws IllegalArgumentException naming everything that does not fit together
         */
        public ModelConfig config(Tokenizer tokenizer) {
            ModelConfig llama = ModelConfig.llama(
                    shape.hiddenSize(),
                    shape.intermediateSize(),
                    shape.numHiddenLayers(),
                    shape.numAttentionHeads(),
                    shape.numKeyValueHeads().orElseThrow(),
                    shape.hiddenSize() / shape.numAttentionHeads(),
                    tokenizer.vocabularySize(),
                    shape.maxPositionEmbeddings(),
                    shape.rmsNormEps(),
                    shape.ropeTheta(),
                    shape.tieWordEmbeddings(),
                    tokenizer.find("<bos>").orElse(ModelConfig.NO_TOKEN),
                    tokenizer.find("<eos>").orElse(ModelConfig.NO_TOKEN),
                    tokenizer.find("<pad>").orElse(ModelConfig.NO_TOKEN));
            return llama.ofFamily(Family.ofModelType(shape.modelType()).orElseThrow());
        }
    }

    /** The last checkpoint of a run that is complete, or will be. */
    record LastCheckpoint(String runId) implements StartingPoint {}

    /**
     * A Hugging Face folder.
     *
     * @param path below the models directory, of plain segments
     */
    record ModelFolder(String path) implements StartingPoint {}

    /** What the request names; {@link RunRequestCheck} has made sure that it names exactly one. */
    static StartingPoint of(RunSettings settings) {
        if (settings.modelConfig().isPresent()) {
            return new FreshModel(settings.modelConfig().get());
        }
        String name = settings.modelNameOrPath()
                .orElseThrow(() ->
                        new IllegalArgumentException("the request names neither model_name_or_path nor model_config"));
        return name.startsWith(RUN_PREFIX)
                ? new LastCheckpoint(name.substring(RUN_PREFIX.length()))
                : new ModelFolder(name);
    }
}
