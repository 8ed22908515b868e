package io.tiltmeter.evaluator.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.application.ScoringService;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts shards of examples to be measured: a row in the work table, then the acknowledgement. */
@ApplicationScoped
public class ExamplesScoringRequestedConsumer {
    private final EventReceiver receiver;
    private final ScoringService scorings;
    private final Workers workers;

    public ExamplesScoringRequestedConsumer(EventReceiver receiver, ScoringService scorings, Workers workers) {
        this.receiver = receiver;
        this.scorings = scorings;
        this.workers = workers;
    }

    @Incoming("examples-scoring-requested")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        CompletionStage<Void> accepted =
                receiver.receive(message, EventTypes.EXAMPLES_SCORING_REQUESTED, scorings::accept);
        workers.wake();
        return accepted;
    }
}
