package io.tiltmeter.languagemodel.text;

import java.util.List;

/**
 * Examples to train on, and a report on the others.
 *
 * @param examples in the order of their rows, without those left out
 */
public record EncodedExamples(List<EncodedExample> examples, EncodingReport report) {

    public EncodedExamples {
        examples = List.copyOf(examples);
    }
}
