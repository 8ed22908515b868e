package io.tiltmeter.quickstart.client;

import io.tiltmeter.quickstart.rest.Resource;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter cancel RUN}: stops a run for good; its checkpoints stay. */
@Command(name = "cancel")
public final class CancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String run;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        Resource cancel = Resource.of(client.server().trainer(), "runs", run, "cancel");
        client.print(
                client.rest().post(cancel, "application/json", HttpRequest.BodyPublishers.noBody()),
                state -> List.of(RunCommand.state(state)));
        return 0;
    }
}
