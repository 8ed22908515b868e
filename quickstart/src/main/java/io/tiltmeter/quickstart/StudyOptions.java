package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.study.StudyPlan;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import picocli.CommandLine.Option;

/** Options of {@code demo}: which lab study, and whether to stop after it. */
final class StudyOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Seed.class,
            defaultValue = "41",
            description = "Seed of the made-up world, the weights and every draw (${DEFAULT-VALUE}).")
    private int seed;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "What finetuning changes: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Mode mode = Mode.FULL;

    @Option(
            names = "--mixture",
            paramLabel = "MIXTURE",
            description = "What the model is finetuned on: ${COMPLETION-CANDIDATES}; the latter is the control"
                    + " (${DEFAULT-VALUE}).")
    private Mixture mixture = Mixture.DEFAULT;

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            description = "How long it trains: ${COMPLETION-CANDIDATES}; small is a few steps, to try the system"
                    + " (${DEFAULT-VALUE}).")
    private Scale scale = Scale.WHOLE;

    @Option(names = "--exit", description = "Stop when the study is done; the exit code is 0 only if it finished.")
    private boolean exit;

    StudyPlan plan() {
        return new StudyPlan(seed, mode, mixture, scale);
    }

    boolean isExitWanted() {
        return exit;
    }

    private static final class Seed extends WholeNumber {
        Seed() {
            super(0, 1_000_000_000);
        }
    }
}
