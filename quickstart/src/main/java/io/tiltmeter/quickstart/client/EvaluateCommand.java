package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter evaluate KEY=VALUE ...}: has checkpoints from elsewhere evaluated. */
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
                RequestFields.of(fields),
                accepted -> text(
                        accepted, client.typed("show " + accepted.path("run_id").asText())));
        return 0;
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
