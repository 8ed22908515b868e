package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.Encoding;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.ExampleEncoder.Overlength;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Examples to token ids, with their context and without. What is longer than the model reads loses the end of its
 * answer, in both alike.
 */
final class TargetEncoder {
    private final ExampleEncoder encoder;
    private final int vocabularySize;

    /** @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it */
    TargetEncoder(Tokenizer tokenizer, String template, ModelConfig config) {
        this.encoder = new ExampleEncoder(
                tokenizer, PromptTemplate.named(template), config.maxPositionEmbeddings(), Overlength.CUT);
        this.vocabularySize = config.vocabSize();
    }

    /** @throws IllegalArgumentException with the reason why the example cannot be scored */
    TargetPair encode(TrainingExample example) {
        Encoding whole = encoder.encode(example);
        EncodedExample with = scored(whole);
        int tokens = whole instanceof Encoding.Cut cut ? cut.lengthTokens() : with.length();
        if (example.input().isBlank()) {
            return new TargetPair(with, Optional.empty(), tokens);
        }
        EncodedExample without = scored(encoder.encode(withoutInput(example)));
        TargetPair pair = new TargetPair(with, Optional.of(without), tokens);
        return whole instanceof Encoding.Cut ? pair.alike() : pair;
    }

    private EncodedExample scored(Encoding encoding) {
        if (encoding instanceof Encoding.TooLong it) {
            throw new IllegalArgumentException("it has " + it.lengthTokens() + " tokens and the model reads "
                    + it.maxLengthTokens() + ": nothing of its answer is left; shorten it, or take a model with more"
                    + " positions");
        }
        EncodedExample example = encoding.orThrow();
        if (example.scoredTokens() == 0) {
            throw new IllegalArgumentException("it has no token that others predict");
        }
        int largest = Arrays.stream(example.inputIds()).max().orElseThrow();
        if (largest >= vocabularySize) {
            throw new IllegalArgumentException("its token " + largest + " is unknown to the model, which has "
                    + vocabularySize + ": the tokenizer is that of another model");
        }
        return example;
    }

    private static TrainingExample withoutInput(TrainingExample example) {
        return new TrainingExample(
                example.id(),
                example.exampleClass(),
                example.instruction(),
                "",
                example.output(),
                example.system(),
                example.earlierTurns(),
                example.origin());
    }

    /**
     * An example in token ids, behind its context and without it, loss on the same answer.
     *
     * @param withContext as training reads it
     * @param withoutContext as the template writes it without its input; empty if it has none: then both are one
     * @param tokens length of the whole example with its context, more than {@code withContext} has if it was cut
     */
    record TargetPair(EncodedExample withContext, Optional<EncodedExample> withoutContext, int tokens) {

        /** The same with as much of the answer in one as there is left in the other. */
        TargetPair alike() {
            return withoutContext
                    .map(without -> {
                        int scored = Math.min(withContext.scoredTokens(), without.scoredTokens());
                        return new TargetPair(first(withContext, scored), Optional.of(first(without, scored)), tokens);
                    })
                    .orElse(this);
        }

        /** The example up to its scored token of this number, from 1. */
        private static EncodedExample first(EncodedExample example, int scored) {
            int[] labels = example.labels();
            int end = IntStream.range(1, labels.length)
                            .filter(t -> labels[t] != EncodedExample.IGNORED)
                            .skip(scored - 1L)
                            .findFirst()
                            .orElseThrow()
                    + 1;
            return new EncodedExample(Arrays.copyOf(example.inputIds(), end), Arrays.copyOf(labels, end));
        }
    }
}
