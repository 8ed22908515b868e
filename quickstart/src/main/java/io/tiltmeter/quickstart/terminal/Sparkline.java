package io.tiltmeter.quickstart.terminal;

import java.util.List;
import java.util.Optional;

/** Shares as a line of bars, one character each: the lowest is 0 and the highest 1. */
public final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * @param shares in [0, 1]; one that is absent is a space
     */
    public static String of(List<Optional<Double>> shares) {
        StringBuilder line = new StringBuilder();
        for (Optional<Double> share : shares) {
            share.filter(value -> !(value >= 0 && value <= 1)).ifPresent(value -> {
                throw new IllegalArgumentException("share " + value + " is outside [0, 1]");
            });
            line.append(share.map(value -> BARS.charAt((int) Math.min(BARS.length() - 1, value * BARS.length())))
                    .orElse(' '));
        }
        return line.toString();
    }
}
