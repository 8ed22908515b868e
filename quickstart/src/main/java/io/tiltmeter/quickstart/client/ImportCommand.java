package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter import FILE --name N}: a curve, labels of items, or a results file of lm-evaluation-harness. */
@Command(name = "import")
public final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    private Path file;

    @Option(names = "--name", paramLabel = "NAME", required = true)
    private String name;

    @Option(names = "--suite", paramLabel = "ID")
    private Optional<String> suite;

    @Option(names = "--step", paramLabel = "N", converter = WholeNumber.Step.class)
    private Optional<Integer> step;

    @Option(names = "--same-items")
    private boolean sameItems;

    @Option(names = "--replace")
    private boolean replace;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource runs = Resource.of(client.server().results(), "runs", "import")
                .with("name", name)
                .with("file_name", file.getFileName())
                .with("suite", suite)
                .with("step", step)
                .with("same_items", Optional.of(sameItems).filter(wanted -> wanted))
                .with("replace", Optional.of(replace).filter(wanted -> wanted));
        client.send(
                runs,
                file,
                imported -> text(
                        imported, client.typed("show " + imported.path("run_id").asText())));
        return 0;
    }

    /**
     * The response of {@code POST /api/v1/runs/import}.
     *
     * @param show the command that shows the run
     */
    static List<String> text(JsonNode imported, String show) {
        List<String> lines = new ArrayList<>();
        String run = "Run " + imported.path("run_id").asText();
        lines.add(
                imported.has("state")
                        ? run + ": " + imported.path("state").asText() + ", "
                                + imported.path("checkpoints").asText() + " checkpoints, the last of step "
                                + imported.path("last_step").asText() + " ("
                                + imported.path("format").asText() + ")"
                        : run + ": " + imported.path("stored").asText() + " evaluations stored, "
                                + imported.path("replaced").asText() + " replaced");
        List<String> ignored = Figures.texts(imported.path("ignored_columns"));
        if (!ignored.isEmpty()) {
            lines.add("Not read: " + String.join(", ", ignored));
        }
        lines.add("Its curve: " + show);
        return lines;
    }
}
