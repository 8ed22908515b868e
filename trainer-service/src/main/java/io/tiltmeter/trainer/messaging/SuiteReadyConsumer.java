package io.tiltmeter.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.Workers;
import io.tiltmeter.trainer.application.RunLifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Releases the runs that wait for a suite. */
@ApplicationScoped
public class SuiteReadyConsumer {
    private final EventReceiver receiver;
    private final RunLifecycle lifecycle;
    private final Workers workers;

    public SuiteReadyConsumer(EventReceiver receiver, RunLifecycle lifecycle, Workers workers) {
        this.receiver = receiver;
        this.lifecycle = lifecycle;
        this.workers = workers;
    }

    @Incoming("suite-ready")
    @Blocking
    public CompletionStage<Void> suiteReady(Message<String> message) {
        return receiver.receive(message, EventTypes.SUITE_READY, lifecycle::suiteReady)
                .thenRun(workers::wake);
    }
}
