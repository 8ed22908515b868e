package io.tiltmeter.quickstart.study;

import java.time.Duration;
import java.util.Locale;

/** The progress of a phase in one line. */
final class ProgressLine {
    private static final int BAR = 24;

    private ProgressLine() {}

    /** {@code pretraining   ████████░░░░  600/1800 steps   14,200 tokens/s   0:48 left}. */
    static String training(String phase, RunProgress run) {
        String line = counted(phase, run.step(), run.totalSteps(), "steps");
        if (run.tokensPerSecond() > 0) {
            line += String.format(Locale.ROOT, "   %,.0f tokens/s", run.tokensPerSecond());
        }
        if (run.etaSeconds() > 0) {
            Duration left = Duration.ofSeconds(Math.round(run.etaSeconds()));
            line += String.format("   %d:%02d left", left.toMinutes(), left.toSecondsPart());
        }
        return line;
    }

    /** {@code evaluating    ████████░░░░  14/22 checkpoints}. */
    static String counted(String phase, int done, int total, String what) {
        if (total <= 0) {
            return padded(phase);
        }
        int full = (int) Math.min(BAR, (long) BAR * done / total);
        return padded(phase) + "█".repeat(full) + "░".repeat(BAR - full) + "  " + done + "/" + total + " " + what;
    }

    /** {@code pretraining  waits for mixture lab-pretraining-41 (being built)}. */
    static String waiting(String phase, String reason) {
        return padded(phase) + (reason.isEmpty() ? "waiting" : reason);
    }

    private static String padded(String phase) {
        return String.format("%-13s", phase);
    }
}
