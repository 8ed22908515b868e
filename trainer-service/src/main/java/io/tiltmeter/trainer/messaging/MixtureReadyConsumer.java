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

/** Releases the runs that wait for a mixture. */
@ApplicationScoped
public class MixtureReadyConsumer {
    private final EventReceiver receiver;
    private final RunLifecycle lifecycle;
    private final Workers workers;

    public MixtureReadyConsumer(EventReceiver receiver, RunLifecycle lifecycle, Workers workers) {
        this.receiver = receiver;
        this.lifecycle = lifecycle;
        this.workers = workers;
    }

    @Incoming("mixture-ready")
    @Blocking
    public CompletionStage<Void> mixtureReady(Message<String> message) {
        return receiver.receive(message, EventTypes.MIXTURE_READY, lifecycle::mixtureReady)
                .thenRun(workers::wake);
    }
}
