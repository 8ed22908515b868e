package io.tiltmeter.results.application.curve;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What a curve is drawn over. Curves over different things look different: an axis says what it is. */
public enum XAxis {
    STEP("finetuning step (0 = the base model)", "steps") {
        @Override
        Optional<Double> at(RunUpdated run, int step, double epochs, OptionalDouble standardMean) {
            return Optional.of((double) step);
        }
    },
    EXAMPLES("training examples seen (0 = the base model)", "examples") {
        @Override
        Optional<Double> at(RunUpdated run, int step, double epochs, OptionalDouble standardMean) {
            return examples(run, step).map(Long::doubleValue);
        }
    },
    EPOCHS("passes over the training mixture (0 = the base model)", "epochs") {
        @Override
        Optional<Double> at(RunUpdated run, int step, double epochs, OptionalDouble standardMean) {
            return step > 0 && epochs == 0 ? Optional.empty() : Optional.of(epochs);
        }
    },
    STANDARD("standard mean: unweighted mean of the standard suites' accuracies", "share") {
        @Override
        Optional<Double> at(RunUpdated run, int step, double epochs, OptionalDouble standardMean) {
            return standardMean.isPresent() ? Optional.of(standardMean.getAsDouble()) : Optional.empty();
        }
    };

    private final String label;
    private final String unit;

    XAxis(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    /** Where a checkpoint stands on it; empty where that is not known, as for numbers imported without it. */
    abstract Optional<Double> at(RunUpdated run, int step, double epochs, OptionalDouble standardMean);

    /** Training examples seen up to a step; empty where a step's size is not known. */
    static Optional<Long> examples(RunUpdated run, int step) {
        return step > 0 && run.progress().examplesPerStep() == 0
                ? Optional.empty()
                : Optional.of((long) step * run.progress().examplesPerStep());
    }

    /** The name in queries. */
    public String id() {
        return Json.name(this);
    }

    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }

    /**
     * The axis of this name; steps if there is none.
     *
     * @throws InvalidRequest if there is no such axis
     */
    public static XAxis of(Optional<String> name) {
        String wanted = name.orElse(STEP.id());
        return Arrays.stream(values())
                .filter(axis -> axis.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(List.of(new Fault(
                        "x",
                        wanted,
                        "is not one of "
                                + Arrays.stream(values()).map(XAxis::id).collect(Collectors.joining(", ")),
                        "leave it out for steps"))));
    }
}
