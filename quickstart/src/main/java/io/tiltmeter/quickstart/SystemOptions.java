package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that starts the system. */
final class SystemOptions {
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

    Path data() {
        return data;
    }

    Ports ports() {
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
