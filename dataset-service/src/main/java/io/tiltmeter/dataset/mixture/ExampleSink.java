package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.TrainingExample;
import java.io.IOException;

/** Takes a mixture's examples, one at a time. */
@FunctionalInterface
public interface ExampleSink {
    /** Takes one; false if there is no use in others. */
    boolean accept(TrainingExample example) throws IOException;
}
