package io.tiltmeter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server as a child of this JVM, on loopback only, with one database and durable commits. */
public final class EmbeddedPostgresServer implements AutoCloseable {
    /** Superuser of the server. */
    public static final String USER = "postgres";

    /** The one logical database; each service has a schema. */
    public static final String DATABASE = "tiltmeter";

    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "synchronous_commit", "on",
            "max_connections", "200",
            "timezone", "UTC");

    private final PostgresBinaries binaries;
    private final Path directory;
    private final Process postmaster;

    private EmbeddedPostgresServer(PostgresBinaries binaries, Path directory, Process postmaster) {
        this.binaries = binaries;
        this.directory = directory;
        this.postmaster = postmaster;
    }

    /**
     * Starts the server, after creating the directory and the database if they are new. Data of a killed server are
     * recovered; a server that still runs on the directory without an owner is ended first.
     *
     * @param directory of the tables; those of an earlier start are used again
     * @param port to listen on
     * @param log file that takes the output of the server
     * @param users that are let in, with their passwords
     * @throws IllegalStateException if it ends at once or does not answer within 60 s
     * @throws UncheckedIOException if a directory cannot be written
     */
    public static EmbeddedPostgresServer start(Path directory, int port, Path log, PostgresUsers users) {
        return start(directory, port, log, "on", Optional.of(users));
    }

    /**
     * As {@link #start}, for tests: without forcing writes to disk, so that commits survive a killed server but not a crash of the
     * machine, and without passwords.
     */
    static EmbeddedPostgresServer startForTests(Path directory, int port, Path log) {
        return start(directory, port, log, "off", Optional.empty());
    }

    private static EmbeddedPostgresServer start(
            Path directory, int port, Path log, String fsync, Optional<PostgresUsers> users) {
        Optional<PostgresAccess> access = users.map(PostgresAccess::new);
        Path home = directory.toAbsolutePath();
        try {
            PostgresBinaries binaries = PostgresBinaries.unpacked();
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (!Files.exists(home.resolve("PG_VERSION"))) {
                initialise(binaries, home, log);
            }
            new PostmasterFile(home).endLeftover();
            if (access.isPresent()) {
                access.get().close(binaries, home, log);
            }
            List<String> arguments = new ArrayList<>(List.of("-D", home.toString(), "-p", Integer.toString(port)));
            SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
            arguments.addAll(List.of("-c", "fsync=" + fsync));
            Process postmaster = binaries.command("postgres", arguments)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            EmbeddedPostgresServer server = new EmbeddedPostgresServer(binaries, home, postmaster);
            try {
                String password = users.map(all -> all.password(USER)).orElse("");
                server.awaitDatabase(port, log, password);
                if (access.isPresent()) {
                    try (Connection connection = connection(port, DATABASE, password)) {
                        access.get().makeSchemas(connection);
                    } catch (SQLException e) {
                        throw new IllegalStateException("the users of PostgreSQL cannot be made: see " + log, e);
                    }
                }
            } catch (RuntimeException e) {
                server.kill();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started on " + home, e);
        }
    }

    /**
     * Ends a server that still runs on the directory after its owner was killed.
     *
     * @return whether there was one
     */
    public static boolean endLeftover(Path directory) {
        return new PostmasterFile(directory.toAbsolutePath()).endLeftover();
    }

    /** The postmaster's process. */
    public Process process() {
        return postmaster;
    }

    /** Ends the postmaster as {@code kill -9} does; the next start recovers the tables. */
    public void kill() {
        postmaster.destroyForcibly().onExit().join();
    }

    /** Stops the server within 20 s, by force after that; open connections are closed, the tables stay. */
    @Override
    public void close() {
        if (!postmaster.isAlive()) {
            return;
        }
        try {
            binaries.command("pg_ctl", List.of("stop", "-D", directory.toString(), "-m", "fast", "-W"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            postmaster
                    .onExit()
                    .completeOnTimeout(postmaster, STOP_WAIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on " + directory + " had to be killed", e);
        } finally {
            kill();
        }
    }

    /** In another directory first, so that an interrupted start leaves no incomplete one. */
    private static void initialise(PostgresBinaries binaries, Path home, Path log) throws IOException {
        Files.createDirectories(home.getParent());
        Path made = home.resolveSibling(home.getFileName() + ".initialising");
        FileTree.delete(made);
        Process initdb = binaries.command(
                        "initdb",
                        List.of("-A", "trust", "-U", USER, "-D", made.toString(), "-E", "UTF-8", "--no-locale"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        int status = initdb.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException("initdb ended with " + status + ": see " + log);
        }
        Files.move(made, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Connection connection(int port, String database, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, password);
    }

    private void awaitDatabase(int port, Path log, String password) {
        long deadline = System.nanoTime() + START_WAIT.toNanos();
        while (true) {
            try (Connection connection = connection(port, "postgres", password)) {
                createDatabase(connection);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "PostgreSQL on port " + port + " did not answer within " + START_WAIT.toSeconds()
                                    + " s: see " + log,
                            e);
                }
            }
            try {
                if (postmaster.waitFor(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("PostgreSQL ended with " + postmaster.exitValue()
                            + " while starting on port " + port + ": see " + log);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
            }
        }
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet present = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'");
            if (!present.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }
}
