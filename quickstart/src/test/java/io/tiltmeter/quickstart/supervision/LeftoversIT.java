package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversIT {
    @TempDir
    Path data;

    @TempDir
    Path otherData;

    @Test
    void onlyProcessesOfThisDataDirectoryAreEnded() throws IOException {
        Process ours = shell("exec sleep 600", data);
        Process others = shell("exec sleep 600", otherData);
        try {
            assertEquals(1, Leftovers.end(data, Leftovers.GRACE));
            assertFalse(ours.isAlive());
            assertTrue(others.isAlive());
        } finally {
            ours.destroyForcibly();
            others.destroyForcibly();
        }
    }

    @Test
    void processThatIgnoresTheSignalIsEndedByForce() throws IOException {
        Process stubborn = shell("trap '' TERM; echo ready; while :; do sleep 1; done", data);
        try {
            assertEquals("ready", stubborn.inputReader().readLine());
            Leftovers.end(data, Duration.ofMillis(200));
            assertFalse(stubborn.isAlive());
        } finally {
            stubborn.destroyForcibly();
        }
    }

    private static Process shell(String command, Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        builder.environment().put(Leftovers.VARIABLE, data.toString());
        return builder.start();
    }
}
