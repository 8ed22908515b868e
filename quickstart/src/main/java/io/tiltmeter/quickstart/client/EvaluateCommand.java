package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.watch.WatchedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter evaluate FOLDER KEY=VALUE ...}: has checkpoints from elsewhere evaluated. */
@Command(name = "evaluate")
public final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FIELD", arity = "1..*")
    private List<String> fields;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        client.post(
                Resource.of(client.server().evaluator(), "checkpoints"),
                request(fields),
                accepted -> text(
                        accepted, client.typed("show " + accepted.path("run_id").asText())));
        return 0;
    }

    /** The request; a first word that is neither a field nor a JSON file is its {@code path}, which names its run. */
    static ObjectNode request(List<String> words) {
        String first = words.get(0);
        if (RequestFields.isField(first) || first.endsWith(".json")) {
            return RequestFields.of(words);
        }
        WatchedFolder folder = Files.isDirectory(Path.of(first))
                ? WatchedFolder.of(Path.of(first))
                : new WatchedFolder(Path.of(first)); // of the service's own machine
        ObjectNode request = RequestFields.of(words.subList(1, words.size()));
        request.put("path", folder.path().toString());
        if (!request.has("run_id")) {
            request.put("run_id", folder.runId());
        }
        return request;
    }

    /**
     * The response of {@code POST /api/v1/checkpoints}.
     *
     * @param show the command that shows the run
     */
    static List<String> text(JsonNode accepted, String show) {
        List<String> steps = new ArrayList<>();
        accepted.path("checkpoints")
                .forEach(checkpoint -> steps.add(checkpoint.path("step").asText()));
        List<String> lines = new ArrayList<>();
        lines.add("Run " + accepted.path("run_id").asText() + " is "
                + accepted.path("status").asText()
                + (steps.isEmpty() ? "." : ": checkpoints of the steps " + String.join(", ", steps) + "."));
        Figures.texts(accepted.path("notes")).forEach(note -> lines.add("Note: " + note));
        lines.add("Its progress: " + show);
        return lines;
    }
}
