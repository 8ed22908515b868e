package io.tiltmeter.servicetest;

import io.tiltmeter.embedded.SharedStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An integration test of a service on {@link ServiceStack} that publishes and reads events. */
public abstract class TestWithBroker {
    protected TestBroker broker;

    @BeforeEach
    void connect() {
        broker = new TestBroker(SharedStack.bootstrapServers());
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }
}
