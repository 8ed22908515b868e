package io.tiltmeter.evaluator.evaluation;

import java.util.Locale;

/**
 * A scorer, as far as its outcomes depend on it.
 *
 * @param name such as {@code logprob}
 * @param version goes up whenever an outcome could change
 * @param settings what a request can change of it, such as {@code threshold=0.5}; blank for the defaults
 */
public record ScorerId(String name, int version, String settings) {
    private static final int MAX_SERIES_LENGTH = 63;

    /** As in events: other settings are another series. */
    public String series() {
        String series = settings.isEmpty()
                ? name
                : name + "_" + settings.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        return series.substring(0, Math.min(series.length(), MAX_SERIES_LENGTH));
    }

    /** As in file names, such as {@code logprob-v1} or {@code logprob-v1-threshold-0.5}. */
    public String fileName() {
        return name + "-v" + version + (settings.isEmpty() ? "" : "-" + settings.replaceAll("[^A-Za-z0-9._]", "-"));
    }
}
