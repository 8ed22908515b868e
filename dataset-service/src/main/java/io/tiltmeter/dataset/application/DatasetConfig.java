package io.tiltmeter.dataset.application;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What this service accepts, and how it requests measurements from evaluators. */
@ConfigMapping(prefix = "tiltmeter.datasets")
public interface DatasetConfig {
    /** The longest file that is accepted, sent or fetched. */
    @WithName("longest-file")
    @WithDefault("16G")
    MemorySize maxFileSize();

    /** Beginnings of addresses that files may be fetched from: scheme, host, port, path; none by default. */
    Optional<List<String>> allowedUrls();

    /**
     * Where the pages come from that a browser lets read this service, as a regular expression in RE2's syntax; by default
     * this machine.
     */
    @WithDefault("http://(127[.]0[.]0[.]1|localhost)(:[0-9]+)?")
    String pageOrigins();

    /** Examples that one evaluator scores at a time. */
    @WithDefault("256")
    int examplesPerShard();

    /** How long no shard may be scored before those that are missing are requested again. */
    @WithName("ask-again-after")
    @WithDefault("5m")
    Duration requestAgainAfter();
}
