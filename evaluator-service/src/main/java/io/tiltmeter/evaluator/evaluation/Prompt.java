package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The input of a model for one item, in tokens. */
public sealed interface Prompt {
    String itemId();

    /** Rows that go through the model. */
    int rows();

    /** Tokens of the longest of them, with those that may be generated. */
    int maxRowTokens();

    /**
     * A text to be continued.
     *
     * @param number of the item in every random draw: it depends on the item alone
     * @param prompt token ids
     * @param withoutContext the same without its context, for context-aware decoding
     * @param maxNewTokens limit for the answer
     */
    record Continue(String itemId, long number, int[] prompt, Optional<int[]> withoutContext, int maxNewTokens)
            implements Prompt {
        @Override
        public int rows() {
            return withoutContext.isPresent() ? 2 : 1;
        }

        @Override
        public int maxRowTokens() {
            return Math.max(prompt.length, withoutContext.map(ids -> ids.length).orElse(0)) + maxNewTokens;
        }
    }

    /**
     * Continuations whose likelihoods are computed.
     *
     * @param requests may be none
     * @param withoutContext the same continuations without the context, one each, for context-aware scoring; none
     *     otherwise
     */
    record Score(String itemId, List<ContinuationIds> requests, List<ContinuationIds> withoutContext)
            implements Prompt {
        public Score {
            requests = List.copyOf(requests);
            withoutContext = List.copyOf(withoutContext);
        }

        /** Without contrast. */
        public Score(String itemId, List<ContinuationIds> requests) {
            this(itemId, requests, List.of());
        }

        @Override
        public int rows() {
            return requests.size() + withoutContext.size();
        }

        @Override
        public int maxRowTokens() {
            return Stream.concat(requests.stream(), withoutContext.stream())
                    .mapToInt(ContinuationIds::length)
                    .max()
                    .orElse(0);
        }
    }

    /**
     * A prompt whose attention to its context is measured.
     *
     * @param prompt token ids
     * @param context where the context is among them; empty if that cannot be told
     */
    record Attend(String itemId, int[] prompt, Optional<ContextSpan> context) implements Prompt {
        @Override
        public int rows() {
            return context.isPresent() ? 1 : 0;
        }

        @Override
        public int maxRowTokens() {
            return prompt.length;
        }
    }

    /**
     * The prompt of a standard benchmark: likelihoods, a text, or both.
     *
     * @param requests may be none
     * @param prompt that is to be continued, if any
     * @param maxNewTokens limit for the text
     */
    record Benchmark(String itemId, List<ContinuationIds> requests, Optional<int[]> prompt, int maxNewTokens)
            implements Prompt {
        public Benchmark {
            requests = List.copyOf(requests);
        }

        @Override
        public int rows() {
            return requests.size() + (prompt.isPresent() ? 1 : 0);
        }

        @Override
        public int maxRowTokens() {
            int longest =
                    requests.stream().mapToInt(ContinuationIds::length).max().orElse(0);
            return Math.max(
                    longest, prompt.map(ids -> ids.length + maxNewTokens).orElse(0));
        }
    }
}
