package io.tiltmeter.evaluator.api.scoring;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.api.EvaluatorWorker;
import io.tiltmeter.evaluator.store.ScoringTable;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts shards of examples to be measured: a row in the work table, then the acknowledgement. */
@ApplicationScoped
public class ScoringConsumer {
    @Inject
    EventReceiver receiver;

    @Inject
    ScoringTable table;

    @Inject
    EvaluatorWorker worker;

    @Incoming("examplesscoringrequested")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        CompletionStage<Void> taken = receiver.receive(message, EventTypes.EXAMPLES_SCORING_REQUESTED, table::accept);
        worker.wake();
        return taken;
    }
}
