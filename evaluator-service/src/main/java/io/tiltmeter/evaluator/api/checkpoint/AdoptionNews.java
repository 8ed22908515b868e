package io.tiltmeter.evaluator.api.checkpoint;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.store.AdoptedRunTable;
import io.tiltmeter.evaluator.store.SuiteTable;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes the news that requests are held against: which suites there are, and which runs are the trainer's. */
@ApplicationScoped
public class AdoptionNews {
    @Inject
    EventReceiver receiver;

    @Inject
    SuiteTable suites;

    @Inject
    AdoptedRunTable runs;

    @Incoming("suiteready")
    @Blocking
    public CompletionStage<Void> suiteReady(Message<String> message) {
        return receiver.receive(message, EventTypes.SUITE_READY, suites::accept);
    }

    @Incoming("runupdated")
    @Blocking
    public CompletionStage<Void> runUpdated(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_UPDATED, runs::accept);
    }
}
