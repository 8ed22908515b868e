package io.tiltmeter.languagemodel.text;

import java.util.List;

/**
 * Examples that can be trained on, and what became of the others.
 *
 * @param examples in the order of their rows, those left out missing
 */
public record EncodedExamples(List<EncodedExample> examples, EncodingReport report) {

    public EncodedExamples {
        examples = List.copyOf(examples);
    }
}
