package io.tiltmeter.evaluator.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.application.SuiteLookup;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores published suites, which requests for checkpoints name. */
@ApplicationScoped
public class SuiteReadyConsumer {
    private final EventReceiver receiver;
    private final SuiteLookup suites;

    public SuiteReadyConsumer(EventReceiver receiver, SuiteLookup suites) {
        this.receiver = receiver;
        this.suites = suites;
    }

    @Incoming("suite-ready")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        return receiver.receive(message, EventTypes.SUITE_READY, suites::accept);
    }
}
