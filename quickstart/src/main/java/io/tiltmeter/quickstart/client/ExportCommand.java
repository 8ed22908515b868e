package io.tiltmeter.quickstart.client;

import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter export RUN}: writes what a run found to a file. */
@Command(name = "export")
public final class ExportCommand implements Callable<Integer> {
    /** What is written. */
    enum Content {
        CURVE(List.of("curves"), "csv", "parquet", "json", "svg"),
        ITEMS(List.of("exports", "items"), "csv", "jsonl", "parquet"),
        SCORES(List.of("scores"), "csv", "json"),
        PROBES(List.of("probes"), "csv", "json"),
        EVIDENCE(List.of("evidence"), "zip"),
        MLFLOW(List.of("exports", "mlflow"), "json"),
        RESULTS(List.of("results"), "json"),
        SAMPLES(List.of("samples"), "jsonl");

        private final List<String> path;
        private final List<String> formats;

        Content(List<String> path, String... formats) {
            this.path = path;
            this.formats = List.of(formats);
        }

        /** The content that is meant where only a format is named. */
        static Content of(Optional<String> format) {
            return switch (format.orElse("")) {
                case "jsonl" -> ITEMS;
                case "zip" -> EVIDENCE;
                case "mlflow" -> MLFLOW;
                case "harness" -> RESULTS;
                default -> CURVE;
            };
        }

        /** The format, or this content's first. */
        String format(Optional<String> wanted) {
            String format = wanted.filter(name -> !(this == MLFLOW && name.equals("mlflow")))
                    .filter(name -> !(this == RESULTS && name.equals("harness")))
                    .orElse(formats.get(0));
            if (!formats.contains(format)) {
                throw new StartupException(name().toLowerCase(Locale.ROOT) + " has no format \"" + format
                        + "\"; there is: " + String.join(", ", formats));
            }
            return format;
        }

        Resource of(Resource run, String format) {
            Resource resource = run;
            for (String segment : path) {
                resource = resource.child(segment);
            }
            return formats.size() > 1 ? resource.with("format", format) : resource;
        }
    }

    @Parameters(paramLabel = "RUN")
    private String run;

    @Option(names = "--content", paramLabel = "CONTENT")
    private Optional<Content> content;

    @Option(names = "--format", paramLabel = "FORMAT")
    private Optional<String> format;

    @Option(names = "--out", paramLabel = "FILE")
    private Optional<Path> out;

    @Option(names = "--suite", paramLabel = "ID")
    private Optional<String> suite;

    @Option(names = "--step", paramLabel = "N", converter = WholeNumber.Step.class)
    private Optional<Integer> step;

    @Option(names = "--task", paramLabel = "NAME")
    private Optional<String> task;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Content wanted = content.orElse(Content.of(format));
        String chosen = wanted.format(format);
        Path file = out.orElse(
                Path.of(ClientOptions.fileName(run) + "-" + wanted.name().toLowerCase(Locale.ROOT) + "." + chosen));
        Resource resource = wanted.of(Resource.of(client.server().results(), "runs", run), chosen)
                .with("suite", suite)
                .with("step", step)
                .with("task", task);
        client.download(resource, file);
        return 0;
    }
}
