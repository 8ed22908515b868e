package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.file.Path;

/** One process of the house, which can be started any number of times. */
interface Part {
    /** Such as {@code trainer-service}. */
    String name();

    /** Where it says what it does. */
    Path log();

    /**
     * Starts it anew; the process before has ended.
     *
     * @throws IOException if the system refuses
     */
    Process start() throws IOException;

    /** Asks the newest process to end, without waiting. */
    void askToEnd();
}
