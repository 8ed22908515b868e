package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A model that answers and scores; its weights do not change. Not safe for use by two threads at once.
 *
 * <p>Rows of similar length go through the model together. What else is in the batch moves a float32 log-probability by
 * rounding alone, less than {@code 1e-4} nats. Where memory does not suffice for a batch, its halves are tried, and so on; for
 * a single row an {@link IllegalStateException} says so.
 */
public interface LanguageModel extends AutoCloseable {

    /**
     * Loads {@code config.json} and the weights.
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
     * Continues prompts through a key/value cache.
     *
     * @param prompts token ids, at least one each
     * @return the answers of each prompt, in the order of the prompts; as many as the settings ask for
     * @throws IllegalArgumentException if a prompt is empty, has an unknown token or leaves no room for the answer, or
     *     if there are stop strings
     */
    List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings);

    /** As {@link #generate(List, GenerationSettings)}; stop strings are looked for in the tokenizer's text. */
    List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings, Tokenizer tokenizer);

    /**
     * Continues prompts by context-aware decoding (Shi et al. 2023): each token is chosen by (1 + weight) times the logits
     * behind the prompt with its context, less weight times those behind the prompt without it, and put behind both.
     * Temperature and filters of a sampled choice apply to these logits. Both prompts go through the model in one batch.
     *
     * @param weight the paper's alpha, at least 0; 0 gives the answers to the prompts with context, and reads no other
     * @return as {@link #generate(List, GenerationSettings)}
     * @throws IllegalArgumentException as there, for either prompt; or if the weight is negative or not finite
     */
    List<List<Generation>> generate(List<ContrastedPrompt> prompts, double weight, GenerationSettings settings);

    /** As {@link #generate(List, double, GenerationSettings)}; stop strings are looked for in the tokenizer's text. */
    List<List<Generation>> generate(
            List<ContrastedPrompt> prompts, double weight, GenerationSettings settings, Tokenizer tokenizer);

    /**
     * The most likely continuations.
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
    List<ContinuationScore> logLikelihoods(List<ContinuationRequest> requests);

    /**
     * Scores continuations, in their order, by the distribution that {@link #generate(List, double, GenerationSettings)}
     * chooses from: the softmax of the combined logits over the whole vocabulary. Rounding grows with 1 + 2 weight.
     *
     * @param weight as there; 0 gives the scores behind the prompts with context
     */
    List<ContinuationScore> logLikelihoods(List<ContrastedContinuation> continuations, double weight);

    /**
     * Mean loss of each example over its labelled tokens, in nats per token, in order.
     *
     * @throws IllegalArgumentException naming an example that has no label behind its first token
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
     * Attention from the last token of each prompt, which predicts the answer, to the context inside it.
     *
     * @param contexts one for each prompt, within it
     * @return in the order of the prompts
     */
    List<ContextAttention> attentionToContext(List<int[]> prompts, List<ContextSpan> contexts);

    /**
     * How often a batch was cut in two because memory did not suffice for it, since the model was loaded; a half that is cut
     * again counts again. Above 0, results may differ by rounding from those of a machine with more memory. May be called
     * from another thread.
     */
    long halvedBatches();

    @Override
    void close();
}
