package io.tiltmeter.languagemodel.inference;

import java.util.ArrayList;
import java.util.List;

/** How the next token is chosen. */
public sealed interface TokenChoice {

    /** Number of answers to each prompt. */
    int samples();

    /** The likeliest token; the first of equals. */
    record Greedy() implements TokenChoice {

        @Override
        public int samples() {
            return 1;
        }
    }

    /**
     * Sampled from the distribution that Hugging Face's {@code generate} filters: the logits are divided by the temperature;
     * then the k largest stay, with ties of the last; then the likeliest stay until the sum of their probabilities reaches p.
     *
     * <p>The token depends on the logits and on (seed, the prompt's number, sample, step) alone, not on the rest of the batch.
     *
     * @param temperature above 0
     * @param topK at least 1, or {@link #ALL}
     * @param topP in (0, 1]; 1 leaves all
     * @param samples number of answers to each prompt, at least 1
     * @param seed any
     * @param numbers of the prompts
     */
    record Sampled(double temperature, int topK, double topP, int samples, long seed, PromptNumbers numbers)
            implements TokenChoice {

        /** The k that keeps all tokens. */
        public static final int ALL = 0;

        /** @throws IllegalArgumentException naming all values that are out of range */
        public Sampled {
            List<String> faults = new ArrayList<>();
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                faults.add("temperature " + temperature + " is not a number above 0; greedy answers need none");
            }
            if (topK < 0) {
                faults.add("top_k " + topK + " is negative; 0 keeps all tokens");
            }
            if (!(topP > 0 && topP <= 1)) {
                faults.add("top_p " + topP + " is outside (0, 1]");
            }
            if (samples < 1) {
                faults.add("n " + samples + " is below 1");
            }
            if (numbers instanceof PromptNumbers.From from && from.first() < 0) {
                faults.add("the first prompt's number " + from.first() + " is negative");
            }
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", faults));
            }
        }

        /** With consecutive numbers from {@code firstPrompt}, at least 0: above 0 for the later parts of a long list. */
        public Sampled(double temperature, int topK, double topP, int samples, long seed, long firstPrompt) {
            this(temperature, topK, topP, samples, seed, new PromptNumbers.From(firstPrompt));
        }

        /** The same for a call whose prompts have these numbers. */
        public Sampled numbered(List<Long> each) {
            return new Sampled(temperature, topK, topP, samples, seed, new PromptNumbers.Each(each));
        }

        /** One answer from the model's own distribution. */
        public static Sampled unfiltered(long seed) {
            return new Sampled(1, ALL, 1, 1, seed, 0);
        }
    }
}
