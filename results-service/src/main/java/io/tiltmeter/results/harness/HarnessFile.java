package io.tiltmeter.results.harness;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A results file of lm-evaluation-harness, read and checked.
 *
 * @param writtenBy the harness' version as far as the file says it, such as {@code 0.4.9} or {@code before 0.4}
 * @param model the model's name; blank if the file does not say
 * @param modelArguments how it was loaded, as {@code name=value,name=value}
 * @param modelSha the model's revision on the hub; blank if the file does not say
 * @param writtenAt when it was computed, if the file says so
 * @param tasks at least one, by name
 */
public record HarnessFile(
        String writtenBy,
        String model,
        String modelArguments,
        String modelSha,
        Optional<Instant> writtenAt,
        List<HarnessTask> tasks) {}
