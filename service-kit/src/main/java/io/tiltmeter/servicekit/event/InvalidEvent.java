package io.tiltmeter.servicekit.event;

import java.util.List;

/** A record that is not a valid event: it goes to the dead letters, and is never retried. */
public final class InvalidEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidEvent(String topic, List<String> faults) {
        super(topic + ": " + String.join("; ", faults));
    }
}
