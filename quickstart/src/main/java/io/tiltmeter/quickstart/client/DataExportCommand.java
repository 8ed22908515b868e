package io.tiltmeter.quickstart.client;

import io.tiltmeter.quickstart.rest.Resource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter data export ID}: a whole mixture as a file, or what another trainer needs besides it. */
@Command(name = "export")
public final class DataExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--format", paramLabel = "FORMAT")
    private Optional<String> format;

    @Option(names = "--trainer", paramLabel = "TRAINER")
    private Optional<String> trainer;

    @Option(names = "--out", paramLabel = "FILE")
    private Optional<Path> out;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource file = Resource.of(client.server().dataset(), "mixtures", id, "export");
        Resource wanted = trainer.isEmpty() ? file : file.child("configuration").with("trainer", trainer);
        client.download(wanted.with("format", format), out.orElse(Path.of(name())));
        return 0;
    }

    /** As the service names it. */
    private String name() {
        String ending = trainer.map(reader -> reader + (reader.equals("llama-factory") ? ".json" : ".yaml"))
                .orElse(format.orElse("examples") + ".jsonl");
        return ClientOptions.fileName(id + "-" + ending);
    }
}
