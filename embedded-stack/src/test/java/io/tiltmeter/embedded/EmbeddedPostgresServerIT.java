package io.tiltmeter.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerIT {
    @TempDir
    Path temporary;

    @Test
    void commitsAreOnDiskBeforeTheyAreAcknowledged() throws SQLException {
        int port = FreePorts.pick(1).get(0);
        try (EmbeddedPostgresServer server = start(port);
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/tiltmeter", "postgres", "");
                Statement statement = connection.createStatement()) {
            assertTrue(server.process().isAlive());
            for (String setting : List.of("fsync", "synchronous_commit")) {
                ResultSet row = statement.executeQuery("show " + setting);
                assertTrue(row.next());
                assertEquals("on", row.getString(1), setting);
            }
        }
    }

    @Test
    void serverThatStillHoldsTheDirectoryIsEnded() {
        List<Integer> ports = FreePorts.pick(2);
        EmbeddedPostgresServer orphan = start(ports.get(0));
        try (EmbeddedPostgresServer next = start(ports.get(1))) {
            assertFalse(orphan.process().isAlive(), "the orphan is still running");
            assertTrue(next.process().isAlive());
        }
    }

    @Test
    void staleFileWithTheIdOfAnotherProcessIsIgnored() throws IOException {
        int port = FreePorts.pick(1).get(0);
        EmbeddedPostgresServer killed = start(port);
        Path file = temporary.resolve("data/postmaster.pid");
        String before = Files.readString(file);
        killed.kill();
        String reused = before.replaceFirst(
                "\\d+", Long.toString(ProcessHandle.current().pid()));
        Files.writeString(file, reused);
        assertEquals(Optional.empty(), new PostmasterFile(temporary.resolve("data")).running());
        start(port).close();
    }

    @Test
    void interruptedInitialisationIsRepeated() throws IOException {
        Path half = Files.createDirectories(temporary.resolve("data.initialising/base"));
        Files.writeString(half.resolve("1"), "half a table");
        start(FreePorts.pick(1).get(0)).close();
        assertFalse(Files.exists(temporary.resolve("data.initialising")));
    }

    @Test
    void heldPortIsReportedAtOnce() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> start(holder.getLocalPort()));
            assertTrue(refused.getMessage().contains("port " + holder.getLocalPort()), refused.getMessage());
        }
    }

    private EmbeddedPostgresServer start(int port) {
        return EmbeddedPostgresServer.start(temporary.resolve("data"), port, temporary.resolve("postgres.log"));
    }
}
