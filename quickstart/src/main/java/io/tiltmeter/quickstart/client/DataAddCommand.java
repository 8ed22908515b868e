package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter data add FILE --name N --as source|suite}: sends a file as a version of a name. */
@Command(name = "add")
public final class DataAddCommand implements Callable<Integer> {
    /** What a file becomes. */
    enum Kind {
        SOURCE,
        SUITE
    }

    @Parameters(paramLabel = "FILE")
    private Path file;

    @Option(names = "--name", paramLabel = "NAME", required = true)
    private String name;

    @Option(names = "--as", paramLabel = "KIND", required = true)
    private Kind kind;

    @Option(names = "--task", paramLabel = "NAME")
    private Optional<String> task;

    @Option(names = "--columns", paramLabel = "NAME:COLUMN,...")
    private Optional<String> columns;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource named = Resource.of(client.server().dataset(), kind == Kind.SOURCE ? "sources" : "suites")
                .with("name", name)
                .with("columns", columns)
                .with("task", task);
        client.send(kind == Kind.SUITE ? named.with("file", file.getFileName()) : named, file, DataAddCommand::text);
        return 0;
    }

    /** The response of {@code POST /api/v1/sources} or {@code /api/v1/suites}. */
    static List<String> text(JsonNode made) {
        List<String> lines = new ArrayList<>();
        String kind = made.has("suite_id") ? "suite" : "source";
        String reason = made.path("reason").asText();
        lines.add("The " + kind + " " + made.path(kind + "_id").asText() + " is "
                + made.path("status").asText() + (reason.isEmpty() ? "." : ": " + reason));
        return lines;
    }
}
