package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path data;

    @TempDir
    Path otherData;

    @Test
    void onlyProcessesOfThisDataDirectoryAreEnded() throws IOException {
        Process ours = new ShellPart("exec sleep 600", data).start();
        Process others = new ShellPart("exec sleep 600", otherData).start();
        try {
            assertEquals(1, Leftovers.end(data));
            assertFalse(ours.isAlive());
            assertTrue(others.isAlive());
        } finally {
            ours.destroyForcibly();
            others.destroyForcibly();
        }
    }

    @Test
    void processThatDoesNotListenIsEndedByForce() throws IOException {
        Process deaf = new ShellPart("trap '' TERM; echo ready; while :; do sleep 1; done", data).start();
        try {
            assertEquals("ready", deaf.inputReader().readLine());
            Leftovers.end(data);
            assertFalse(deaf.isAlive());
        } finally {
            deaf.destroyForcibly();
        }
    }
}
