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
import java.nio.file.attribute.PosixFilePermissions;
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
                Connection connection =
                        DriverManager.getConnection(url(port), "postgres", users().password("postgres"));
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

    @Test
    void nobodyComesInWithoutAPasswordAndServicesAreNoSuperusers() throws Exception {
        int port = FreePorts.pick(1).get(0);
        try (EmbeddedPostgresServer server = start(port)) {
            assertTrue(server.process().isAlive());
            for (String user : List.of("postgres", "trainer", "results")) {
                for (String password : List.of("", "postgres", users().password("trainer") + "x")) {
                    assertThrows(SQLException.class, () -> DriverManager.getConnection(url(port), user, password));
                }
            }
            try (Connection trainer = connect(port, "trainer");
                    Statement statement = trainer.createStatement()) {
                statement.execute("create table trainer.run (id text)");
                assertThrows(SQLException.class, () -> statement.execute("copy trainer.run to program 'id'"));
                assertThrows(SQLException.class, () -> statement.execute("create table results.run (id text)"));
                assertThrows(SQLException.class, () -> statement.execute("create role other superuser"));
            }
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve("data.pgpass"))));
    }

    @Test
    void aDirectoryThatLetEverybodyInIsClosedAndItsTablesChangeTheirOwner() throws Exception {
        int port = FreePorts.pick(1).get(0);
        try (EmbeddedPostgresServer open = EmbeddedPostgresServer.startForTests(
                        temporary.resolve("data"), port, temporary.resolve("postgres.log"));
                Connection connection = DriverManager.getConnection(url(port), "postgres", "");
                Statement statement = connection.createStatement()) {
            assertTrue(open.process().isAlive());
            statement.execute("create schema trainer");
            statement.execute("create table trainer.run (id bigserial primary key, name text)");
            statement.execute("insert into trainer.run (name) values ('kept')");
        }
        try (EmbeddedPostgresServer closed = start(port);
                Connection trainer = connect(port, "trainer");
                Statement statement = trainer.createStatement()) {
            assertTrue(closed.process().isAlive());
            assertThrows(SQLException.class, () -> DriverManager.getConnection(url(port), "postgres", ""));
            assertEquals(1, statement.executeUpdate("insert into trainer.run (name) values ('new')"));
            assertEquals(2, statement.executeUpdate("update trainer.run set name = name || '!'"));
            statement.execute("alter table trainer.run add column more text");
        }
    }

    @Test
    void lostPasswordsAreMadeAgain() throws Exception {
        start(FreePorts.pick(1).get(0)).close();
        Files.delete(temporary.resolve("data.pgpass"));
        int port = FreePorts.pick(1).get(0);
        try (EmbeddedPostgresServer server = start(port);
                Connection connection = connect(port, "results")) {
            assertTrue(server.process().isAlive() && connection.isValid(10));
        }
    }

    private EmbeddedPostgresServer start(int port) {
        return EmbeddedPostgresServer.start(
                temporary.resolve("data"), port, temporary.resolve("postgres.log"), users());
    }

    private PostgresUsers users() {
        return PostgresUsers.of(temporary.resolve("data"), List.of("trainer", "results"));
    }

    private Connection connect(int port, String user) throws SQLException {
        return DriverManager.getConnection(url(port), user, users().password(user));
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/tiltmeter";
    }
}
