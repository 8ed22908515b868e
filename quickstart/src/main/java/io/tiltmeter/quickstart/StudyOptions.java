package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.study.StudyPlan;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import picocli.CommandLine.Option;

/** Options of {@code demo}: which lab study, and whether to stop after it. */
final class StudyOptions {
    @Option(names = "--seed", paramLabel = "N", converter = Seed.class, defaultValue = "41")
    private int seed;

    @Option(names = "--mode", paramLabel = "MODE")
    private Mode mode = Mode.FULL;

    @Option(names = "--mixture", paramLabel = "MIXTURE")
    private Mixture mixture = Mixture.DEFAULT;

    @Option(names = "--scale", paramLabel = "SCALE")
    private Scale scale = Scale.WHOLE;

    @Option(names = "--exit")
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
