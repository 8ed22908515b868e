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

    /** @throws IllegalArgumentException with the reason why the model can make nothing of the example */
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
}
