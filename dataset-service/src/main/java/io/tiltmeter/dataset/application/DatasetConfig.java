package io.tiltmeter.dataset.application;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What this service takes in, and how it asks evaluators. */
@ConfigMapping(prefix = "tiltmeter.datasets")
public interface DatasetConfig {
    /** The longest file that is taken in, sent or fetched. */
    @WithDefault("16G")
    MemorySize longestFile();

    /** Beginnings of addresses that files may be fetched from; none by default. */
    Optional<List<String>> allowedUrls();

    /** Where the pages come from that a browser lets read this service, as a regular expression; by default this machine. */
    @WithDefault("http://(127[.]0[.]0[.]1|localhost)(:[0-9]+)?")
    String pageOrigins();

    /** Examples that one evaluator scores at a time. */
    @WithDefault("256")
    int examplesPerShard();

    /** How long no shard may be answered before those that are missing are asked for again. */
    @WithDefault("5m")
    Duration askAgainAfter();
}
