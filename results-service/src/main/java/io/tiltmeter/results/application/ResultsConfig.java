package io.tiltmeter.results.application;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Configuration of this service, beside that of all services. */
@ConfigMapping(prefix = "tiltmeter.results")
public interface ResultsConfig {
    Metrics metrics();

    interface Metrics {
        @WithDefault("2s")
        Duration refresh();

        /** How long the gauges of a run stay after its last change, once it is over. */
        @WithDefault("15m")
        Duration keep();

        /** The highest number of runs with gauges: those that changed last. */
        @WithName("most-runs")
        @WithDefault("20")
        int maxRuns();

        /** The highest number of suites of a run with gauges, the knowledge-conflict suites first. */
        @WithName("most-suites")
        @WithDefault("20")
        int maxSuites();
    }

    Mlflow mlflow();

    interface Mlflow {
        /** Hosts of MLflow servers, each with or without a port: clients of this service can reach these through it. */
        @WithDefault("localhost,127.0.0.1,[::1]")
        List<String> allowedHosts();

        /** Sent to them as a bearer token. */
        Optional<String> token();

        /** The longest that one call may take, from its connection to the last byte of the response; a retry counts anew. */
        @WithDefault("1m")
        Duration callTimeout();

        /** The longest that all calls of one export may take together, retries included. */
        @WithDefault("10m")
        Duration exportTimeout();
    }
}
