package io.tiltmeter.results.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What this service is told beyond what all services are. */
@ConfigMapping(prefix = "tiltmeter.results")
public interface ResultsConfig {
    /** How gauges are kept. */
    Metrics metrics();

    /** How gauges are kept. */
    interface Metrics {
        /** How often they are brought up to date. */
        @WithDefault("2s")
        Duration refresh();

        /** How long a run's gauges stay after its last news, once it is over. */
        @WithDefault("15m")
        Duration keep();

        /** Gauges of no more runs are shown: those with the newest news. */
        @WithDefault("20")
        int mostRuns();

        /** Gauges of no more suites of a run are shown, the knowledge-conflict suites first. */
        @WithDefault("20")
        int mostSuites();
    }
}
