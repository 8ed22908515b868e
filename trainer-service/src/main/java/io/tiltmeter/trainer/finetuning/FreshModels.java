package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.ModelShape;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.Tokenizer;

/** From the shape that a request asks for, and a tokenizer, to a model's whole configuration. */
public final class FreshModels {
    private FreshModels() {}

    /**
     * @param tokenizer gives the vocabulary's size and the ids of {@code <bos>}, {@code <eos>} and {@code <pad>}
     * @throws IllegalArgumentException naming everything that does not fit together
     */
    public static ModelConfig config(ModelShape shape, Tokenizer tokenizer) {
        return ModelConfig.llama(
                shape.hiddenSize(),
                shape.intermediateSize(),
                shape.numHiddenLayers(),
                shape.numAttentionHeads(),
                shape.numKeyValueHeads().orElse(shape.numAttentionHeads()),
                shape.hiddenSize() / shape.numAttentionHeads(),
                tokenizer.vocabularySize(),
                shape.maxPositionEmbeddings().orElse(RunDefaults.MAX_POSITION_EMBEDDINGS),
                shape.rmsNormEps().orElse(RunDefaults.RMS_NORM_EPS),
                shape.ropeTheta().orElse(RunDefaults.ROPE_THETA),
                shape.tieWordEmbeddings().orElse(RunDefaults.TIE_WORD_EMBEDDINGS),
                tokenizer.find("<bos>").orElse(ModelConfig.NO_TOKEN),
                tokenizer.find("<eos>").orElse(ModelConfig.NO_TOKEN),
                tokenizer.find("<pad>").orElse(ModelConfig.NO_TOKEN));
    }
}
