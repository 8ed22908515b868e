package io.tiltmeter.servicekit.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.work.Transactions;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * How every consumer takes a record: decode it, do one short transaction, acknowledge. What cannot be decoded goes to
 * the dead letters; an unavailable database is waited for.
 */
public final class EventReceiver {
    private static final Logger LOG = Logger.getLogger(EventReceiver.class);

    private final EventCodec codec;
    private final Transactions transactions;
    private final MeterRegistry meters;

    public EventReceiver(EventCodec codec, Transactions transactions, MeterRegistry meters) {
        this.codec = codec;
        this.transactions = transactions;
        this.meters = meters;
    }

    /** Records of this topic will come: its dead letters are counted from zero. */
    public void expect(String topic) {
        deadLetters(topic);
    }

    /**
     * Takes one record.
     *
     * @param accept what the transaction does; doing it twice must change nothing
     */
    public <T> CompletionStage<Void> receive(Message<String> message, EventType<T> type, BiConsumer<Handle, T> accept) {
        T event;
        try {
            event = codec.decode(type, message.getPayload());
        } catch (InvalidEvent invalid) {
            LOG.warnf(
                    "record sent to dead letters topic=%s deadLetterTopic=%s reason=%s",
                    type.topic(), type.deadLetterTopic(), invalid.getMessage());
            deadLetters(type.topic()).increment();
            return message.nack(invalid);
        }
        transactions.runPatiently(handle -> {
            accept.accept(handle, event);
            return null;
        });
        return message.ack();
    }

    private Counter deadLetters(String topic) {
        return meters.counter("tiltmeter.dead.letters", "topic", topic);
    }
}
