package io.tiltmeter.results.application.curve;

import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.json.Json;
import java.util.Optional;
import java.util.OptionalDouble;

/** The x axis of a curve. The same curve looks different over another axis, so each has a label. */
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

    /** The value of a checkpoint; empty if unknown, as for numbers imported without it. */
    abstract Optional<Double> at(RunUpdated run, int step, double epochs, OptionalDouble standardMean);

    /** Training examples seen up to a step; empty where a step's size is not known. */
    static Optional<Long> examples(RunUpdated run, int step) {
        return step > 0 && run.progress().examplesPerStep() == 0
                ? Optional.empty()
                : Optional.of((long) step * run.progress().examplesPerStep());
    }

    public String id() {
        return Json.name(this);
    }

    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }
}
