package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import java.nio.file.Path;
import java.util.List;

/** A model that answers and scores; its weights do not change. Not safe for use by two threads at once. */
public interface LanguageModel extends AutoCloseable {

    /**
     * Loads {@code config.json} and {@code model.safetensors}.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if the folder holds no supported model
     */
    static LanguageModel load(Path huggingFaceFolder) {
        return load(huggingFaceFolder, Precision.FLOAT32);
    }

    /**
     * As {@link #load(Path)}, multiplying matrices in the type given; weights that are stored in it are not copied.
     */
    static LanguageModel load(Path huggingFaceFolder, Precision compute) {
        return TorchLanguageModel.load(huggingFaceFolder, compute);
    }

    /**
     * Puts an adapter in peft's layout beside the resident weights, instead of the one before; the weights stay.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if it is none for this model; the one before stays
     */
    void useAdapter(Path adapterFolder);

    /** Goes back to the weights alone. */
    void useNoAdapter();

    ModelConfig config();

    /**
     * Continues every prompt with the most likely token again and again, through a key/value cache.
     *
     * @param prompts token ids, at least one each
     * @param maxNewTokens limit for each prompt
     * @param eosTokenId ends an answer and is not part of it; {@link ModelConfig#NO_TOKEN} for none
     * @return the new tokens, in the order of the prompts; prompts of one length go through the model together, which
     *     leaves the answers as they would be one by one
     */
    List<int[]> generateGreedily(List<int[]> prompts, int maxNewTokens, int eosTokenId);

    /** Scores continuations, in the order of the requests. */
    List<ContinuationScore> logLikelihoods(List<ContinuationRequest> requests);

    @Override
    void close();
}
