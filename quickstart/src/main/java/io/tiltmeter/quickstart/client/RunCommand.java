package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter run FILE.json|KEY=VALUE ...}: starts a run; the same request again is the same run. */
@Command(name = "run")
public final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FIELD", arity = "1..*")
    private List<String> fields;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        client.post(Resource.of(client.server().trainer(), "runs"), RequestFields.of(fields), run -> {
            String show = client.typed("show " + run.path("run_id").asText());
            return List.of(state(run), "Its progress: " + show);
        });
        return 0;
    }

    /** A run of the trainer-service. */
    static String state(JsonNode run) {
        String reason = run.path("reason").asText();
        return "Run " + run.path("run_id").asText() + " is "
                + run.path("status").asText() + (reason.isEmpty() ? "." : ": " + reason);
    }
}
