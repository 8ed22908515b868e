package io.tiltmeter.results.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** Where runs may be sent. */
    Mlflow mlflow();

    /** Where runs may be sent. */
    interface Mlflow {
        /** Hosts of MLflow servers, each alone or with its port: whoever may ask this service reaches these through it. */
        @WithDefault("localhost,127.0.0.1,[::1]")
        List<String> allowedHosts();

        /** Sent to them as a bearer token. */
        Optional<String> token();
    }
}
