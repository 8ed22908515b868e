package io.tiltmeter.servicekit.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * How every consumer takes a record: decode it, do one short transaction, acknowledge. What cannot be decoded, or not be handled in
 * several tries, goes to the dead letters; an unavailable database is waited for.
 */
@Singleton
public class EventReceiver {
    private static final Logger LOG = Logger.getLogger(EventReceiver.class);

    /** A conflict with another transaction is over by then; what fails as often will always fail. */
    private static final int MAX_TRIES = 3;

    private static final long BETWEEN_TRIES_MILLIS = 200;

    /** Of a channel, which is named as its topic. */
    private static final Pattern CHANNEL = Pattern.compile("mp\\.messaging\\.incoming\\.([^.]+)\\.connector");

    private final EventCodec codec;
    private final PatientTransactions transactions;
    private final MeterRegistry meters;
    private volatile boolean stopping;

    public EventReceiver(EventCodec codec, PatientTransactions transactions, MeterRegistry meters) {
        this.codec = codec;
        this.transactions = transactions;
        this.meters = meters;
    }

    /** Dead letters of every topic that is consumed are counted from zero. */
    void countFromZero(@Observes StartupEvent event, Config config) {
        for (String property : config.getPropertyNames()) {
            Matcher channel = CHANNEL.matcher(property);
            if (channel.matches()) {
                deadLetters(channel.group(1));
            }
        }
    }

    /**
     * Takes one record.
     *
     * @param accept what the transaction does; doing it twice must change nothing
     */
    public <T> CompletionStage<Void> receive(Message<String> message, EventType<T> type, Consumer<T> accept) {
        T event;
        try {
            event = codec.decode(type, message.getPayload());
        } catch (InvalidEvent invalid) {
            return toDeadLetters(message, type, invalid);
        }
        for (int tries = 1; ; tries++) {
            try {
                transactions.run(() -> accept.accept(event));
                return message.ack();
            } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
                if (stopping) {
                    // Neither acknowledged nor sent to dead letters: it is read again after the next start.
                    return new CompletableFuture<>();
                }
                LOG.warnf(e, "record could not be handled topic=%s try=%d of %d", type.topic(), tries, MAX_TRIES);
                if (tries == MAX_TRIES) {
                    return toDeadLetters(message, type, e);
                }
                pause();
            }
        }
    }

    private <T> CompletionStage<Void> toDeadLetters(Message<String> message, EventType<T> type, Throwable reason) {
        LOG.warnf(
                "record sent to dead letters topic=%s deadLetterTopic=%s reason=%s",
                type.topic(), type.deadLetterTopic(), reason.getMessage());
        deadLetters(type.topic()).increment();
        return message.nack(reason);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The database is closed before consumers are. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private Counter deadLetters(String topic) {
        return meters.counter("tiltmeter.dead.letters", "topic", topic);
    }
}
