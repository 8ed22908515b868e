package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.TrainingExample;
import java.io.IOException;

/** Receives a mixture's examples, one at a time. */
@FunctionalInterface
public interface ExampleSink {
    /** @throws IOException to end the writing, because it failed or no further example is wanted */
    void accept(TrainingExample example) throws IOException;
}
