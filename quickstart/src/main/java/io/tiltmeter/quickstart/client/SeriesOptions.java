package io.tiltmeter.quickstart.client;

import io.tiltmeter.quickstart.rest.Resource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that choose one series of a run; without them it is that of the run's first conflict suite and first arm. */
final class SeriesOptions {
    @Option(names = "--suite", paramLabel = "ID")
    private Optional<String> suite;

    @Option(names = "--arm", paramLabel = "NAME")
    private Optional<String> arm;

    /** The resource with the choice as parameters of its query. */
    Resource select(Resource resource) {
        return resource.with("suite", suite).with("arm", arm);
    }
}
