package io.tiltmeter.quickstart.client;

import io.tiltmeter.quickstart.rest.Resource;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter retry RUN}: continues a failed run from its newest checkpoint. */
@Command(name = "retry")
public final class RetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String run;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource retry = Resource.of(client.server().trainer(), "runs", run, "retry");
        client.print(
                client.rest().post(retry, "application/json", HttpRequest.BodyPublishers.noBody()),
                state -> List.of(RunCommand.state(state)));
        return 0;
    }
}
