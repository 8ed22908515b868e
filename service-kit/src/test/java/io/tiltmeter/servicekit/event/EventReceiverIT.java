package io.tiltmeter.servicekit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.KitStack;
import io.tiltmeter.servicekit.Samples;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(KitStack.class)
class EventReceiverIT {
    private static final String ACKNOWLEDGED = "acknowledged";

    @Inject
    EventReceiver receiver;

    @Inject
    EventCodec codec;

    private final List<String> fate = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, NoClassDefFoundError.class})
    void aRecordThatFailsEachTimeGoesToTheDeadLetters(Class<? extends Throwable> failure) {
        AtomicInteger tries = new AtomicInteger();
        receive(record(), () -> {
            tries.incrementAndGet();
            throwUnchecked(failure);
        });
        assertEquals(3, tries.get());
        assertEquals(1, fate.size());
        assertNotEquals(ACKNOWLEDGED, fate.get(0));
    }

    @Test
    void aRecordThatFailsOnceIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        receive(record(), () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("another transaction was faster");
            }
        });
        assertEquals(List.of(ACKNOWLEDGED), fate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "{} {}", "[]", "{\"dataset_id\": \"a\\u0000b\"}"})
    void aRecordThatCannotBeReadGoesToTheDeadLettersAtOnce(String payload) {
        receive(payload, () -> fate.add("handled"));
        assertEquals(List.of(InvalidEvent.class.getSimpleName()), fate);
    }

    private String record() {
        return codec.encode(EventTypes.DATASET_UPDATED, Samples.datasetUpdated("a"));
    }

    private void receive(String payload, Runnable body) {
        Message<String> message = Message.of(
                payload,
                () -> {
                    fate.add(ACKNOWLEDGED);
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    fate.add(reason.getClass().getSimpleName());
                    return CompletableFuture.completedFuture(null);
                });
        receiver.receive(message, EventTypes.DATASET_UPDATED, event -> body.run());
    }

    private static void throwUnchecked(Class<? extends Throwable> failure) {
        try {
            Throwable thrown = failure.getConstructor().newInstance();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
