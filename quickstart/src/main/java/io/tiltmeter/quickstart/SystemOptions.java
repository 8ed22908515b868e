package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that starts the system. */
public final class SystemOptions {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "tiltmeter-data")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = WholeNumber.PagePort.class,
            defaultValue = "" + Ports.DEFAULT_PAGE)
    private int page;

    @Option(names = "--replicas", paramLabel = "N", converter = Replicas.class, defaultValue = "1")
    private int replicas;

    @Option(names = "--trainers", paramLabel = "N", converter = Trainers.class, defaultValue = "1")
    private int trainers;

    @Option(names = "--models", paramLabel = "DIR", split = ",")
    private List<Path> models = List.of();

    public Path data() {
        return data;
    }

    /** Further directories that checkpoints from elsewhere are read from. */
    public List<Path> models() {
        return models;
    }

    public Ports ports() {
        return new Ports(page, replicas, trainers);
    }

    private static final class Replicas extends WholeNumber {
        Replicas() {
            super(1, Ports.MAX_EVALUATORS);
        }
    }

    private static final class Trainers extends WholeNumber {
        Trainers() {
            super(1, 8);
        }
    }
}
