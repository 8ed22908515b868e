package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A model that generates and scores; its weights do not change. Not safe for use by two threads at once.
 *
 * <p>Rows of similar length are computed in one batch. The other rows of a batch change a float32 log-probability by rounding
 * only, less than {@code 1e-4} nats. A batch that does not fit into memory is halved, and so on; if a single row does not
 * fit, an {@link IllegalStateException} is thrown.
 */
public interface LanguageModel extends AutoCloseable {

    /**
     * Loads {@code config.json} and the weights.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if the folder is not a supported model
     */
    static LanguageModel load(Path huggingFaceFolder) {
        return load(huggingFaceFolder, Precision.FLOAT32);
    }

    /**
     * As {@link #load(Path)}, with matrix products in the given type; weights stored in that type are not copied.
     */
    static LanguageModel load(Path huggingFaceFolder, Precision compute) {
        return TorchLanguageModel.load(huggingFaceFolder, compute);
    }

    /**
     * Uses an adapter in peft's layout, in place of the current one. The model's own weights are not read again.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if it does not fit this model; then the current one stays
     */
    void useAdapter(Path adapterFolder);

    /** Uses the model's own weights only. */
    void useNoAdapter();

    ModelConfig config();

    /**
     * Generates answers with a key/value cache.
     *
     * @param prompts token ids, at least one each
     * @return the answers to each prompt, in the order of the prompts; as many as the settings say
     * @throws IllegalArgumentException if a prompt is empty, has an unknown token or leaves no room for the answer, or
     *     if there are stop strings
     */
    List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings);

    /** As {@link #generate(List, GenerationSettings)}; stop strings are searched in the tokenizer's text. */
    List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings, Tokenizer tokenizer);

    /**
     * Generates answers by context-aware decoding (Shi et al. 2023): each token is chosen by (1 + weight) times the logits after
     * the prompt with its context, minus weight times those after the prompt without it, and appended to both. Temperature
     * and filters of a sampled choice apply to these logits. Both prompts are computed in one batch.
     *
     * @param weight the paper's alpha, at least 0; with 0 only the prompts with context are read and answered
     * @return as {@link #generate(List, GenerationSettings)}
     * @throws IllegalArgumentException as there, for either prompt; or if the weight is negative or not finite
     */
    List<List<Generation>> generate(List<ContrastedPrompt> prompts, double weight, GenerationSettings settings);

    /** As {@link #generate(List, double, GenerationSettings)}; stop strings are searched in the tokenizer's text. */
    List<List<Generation>> generate(
            List<ContrastedPrompt> prompts, double weight, GenerationSettings settings, Tokenizer tokenizer);

    /**
     * Generates the likeliest tokens.
     *
     * @param maxNewTokens limit for each prompt
     * @param stopTokenIds each ends an answer and is not part of it
     * @return the new tokens, in the order of the prompts
     */
    default List<int[]> generateGreedily(List<int[]> prompts, int maxNewTokens, Collection<Integer> stopTokenIds) {
        return generate(prompts, GenerationSettings.greedy(maxNewTokens, stopTokenIds)).stream()
                .map(answers -> answers.get(0).ids())
                .toList();
    }

    /** The same with one end token; {@link ModelConfig#NO_TOKEN} for none. */
    default List<int[]> generateGreedily(List<int[]> prompts, int maxNewTokens, int eosTokenId) {
        return generateGreedily(
                prompts, maxNewTokens, eosTokenId == ModelConfig.NO_TOKEN ? List.of() : List.of(eosTokenId));
    }

    /** Scores continuations, in the order of the requests. */
    List<ContinuationScore> logLikelihoods(List<ContinuationIds> requests);

    /**
     * Scores continuations, in their order, by the distribution that {@link #generate(List, double, GenerationSettings)}
     * chooses from: the softmax of the combined logits over the vocabulary. Rounding errors grow with 1 + 2 weight.
     *
     * @param weight as there; with 0 only the prompts with context are read
     */
    List<ContinuationScore> logLikelihoods(List<ContrastedContinuation> continuations, double weight);

    /**
     * Mean loss of each example over its labelled tokens, in nats per token, in order.
     *
     * @throws IllegalArgumentException naming an example that has no label after its first token
     */
    List<Double> meanLosses(List<EncodedExample> examples);

    /** Mean loss of each target with its context and without, in order. */
    default List<ContextLosses> contextLosses(List<ContextPair> pairs) {
        List<EncodedExample> examples = new ArrayList<>();
        for (ContextPair pair : pairs) {
            examples.add(pair.withContext());
            examples.add(pair.withoutContext());
        }
        List<Double> losses = meanLosses(examples);
        List<ContextLosses> found = new ArrayList<>();
        for (int at = 0; at < losses.size(); at += 2) {
            found.add(new ContextLosses(losses.get(at), losses.get(at + 1)));
        }
        return found;
    }

    /**
     * Attention of each prompt's last token, which predicts the answer, to the context inside the prompt.
     *
     * @param contexts one in each prompt
     * @return in the order of the prompts
     */
    List<ContextAttention> attentionToContext(List<int[]> prompts, List<ContextSpan> contexts);

    /**
     * Compares the gradient of a sum of log-probabilities with those of others, on the query and key weights, or on the factors
     * that the adapter in use has of these. Nothing is changed. Two gradients are in memory at a time, and the activations of one
     * layer.
     *
     * @param reference at least one term, as in each of the others
     * @return in the order of the others
     */
    List<GradientComparison> compareGradients(
            List<WeightedContinuation> reference, List<List<WeightedContinuation>> others);

    /**
     * Number of batches that were halved because they did not fit into memory, since the model was loaded; a half that is
     * halved again counts again. Above 0, results may differ by rounding from those of a machine with more memory. May be
     * called from another thread.
     */
    long halvedBatches();

    @Override
    void close();
}
