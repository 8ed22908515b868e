package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code ./tiltmeter retry RUN | RUN/STEP | RUN/STEP/SUITE/ARM}: continues a failed run from its newest checkpoint, or retries the
 * adoption of a checkpoint or an evaluation.
 */
@Command(name = "retry")
public final class RetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN|EVALUATION")
    private String failed;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        String[] id = failed.split("/", -1);
        String evaluator = client.server().evaluator();
        switch (id.length) {
            case 1 -> post(Resource.of(client.server().trainer(), "runs", id[0]), RunCommand::state);
            case 2 -> post(Resource.of(evaluator, "checkpoints", id[0], id[1]), RetryCommand::state);
            case 4 -> post(Resource.of(evaluator, "evaluations", id[0], id[1], id[2], id[3]), RetryCommand::state);
            default ->
                throw new StartupException("'" + failed + "' is neither a run, nor a checkpoint (RUN/STEP), nor an"
                        + " evaluation (RUN/STEP/SUITE/ARM)");
        }
        return 0;
    }

    private void post(Resource resource, Function<JsonNode, String> text) {
        client.print(
                client.rest().post(resource.child("retry"), "application/json", HttpRequest.BodyPublishers.noBody()),
                state -> List.of(text.apply(state)));
    }

    /** A checkpoint or an evaluation of the evaluator-service. */
    private static String state(JsonNode work) {
        return work.path("id").asText() + " is " + work.path("status").asText() + ".";
    }
}
