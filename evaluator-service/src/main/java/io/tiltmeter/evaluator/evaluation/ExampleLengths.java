package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** The length of each example in a model's tokens, as training reads it; no model is needed. */
public final class ExampleLengths {
    private static final int EXAMPLES_BETWEEN_CALLS = 256;

    private ExampleLengths() {}

    /**
     * Measures all examples, in their order; one that cannot be encoded says why.
     *
     * @param watcher called every so often with the number of examples done
     * @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it
     * @throws Abandoned if the watcher says to stop
     */
    public static List<ExampleMeasurement> of(
            Tokenizer tokenizer, String template, List<TrainingExample> examples, Watcher watcher) {
        ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.named(template), Integer.MAX_VALUE);
        List<ExampleMeasurement> measured = new ArrayList<>();
        for (TrainingExample example : examples) {
            if (measured.size() % EXAMPLES_BETWEEN_CALLS == 0 && watcher.mustStop(measured.size())) {
                throw new Abandoned(measured.size(), examples.size(), "examples");
            }
            measured.add(measured(encoder, example));
        }
        return measured;
    }

    private static ExampleMeasurement measured(ExampleEncoder encoder, TrainingExample example) {
        try {
            return ExampleMeasurement.counted(
                    example.id(), encoder.encode(example).orThrow().length());
        } catch (IllegalArgumentException e) {
            return ExampleMeasurement.unscored(example.id(), e.getMessage());
        }
    }
}
