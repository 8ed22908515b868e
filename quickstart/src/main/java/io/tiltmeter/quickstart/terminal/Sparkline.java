package io.tiltmeter.quickstart.terminal;

import java.util.List;
import java.util.stream.Collectors;

/** A curve in one line of characters. */
public final class Sparkline {
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * One character a value.
     *
     * @param shares each in [0, 1]
     */
    public static String of(List<Double> shares) {
        return shares.stream()
                .map(share -> String.valueOf(
                        LEVELS.charAt((int) Math.min(LEVELS.length() - 1, Math.floor(share * LEVELS.length())))))
                .collect(Collectors.joining());
    }
}
