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
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server as a child of this JVM, on loopback only, with one database and durable commits. */
public final class EmbeddedPostgresServer implements AutoCloseable {
    /** Superuser of the server; loopback connections need no password. */
    public static final String USER = "postgres";

    /** The one logical database; services keep to a schema each. */
    public static final String DATABASE = "tiltmeter";

    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "max_connections", "200",
            "timezone", "UTC");

    private final PostgresBinaries binaries;
    private final Path directory;
    private final int port;
    private final Process postmaster;

    private EmbeddedPostgresServer(PostgresBinaries binaries, Path directory, int port, Process postmaster) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
        this.postmaster = postmaster;
    }

    /**
     * Starts the server, and creates the directory and the database first where they are new. What a killed server left
     * behind is recovered; a server that still runs on the directory without an owner is ended first.
     *
     * @param directory where tables are kept; what an earlier start left there is used again
     * @param port to listen on
     * @param log file that takes what the server says
     * @throws IllegalStateException if it ends at once or does not answer within 60 s
     * @throws UncheckedIOException if a directory cannot be written
     */
    public static EmbeddedPostgresServer start(Path directory, int port, Path log) {
        Path home = directory.toAbsolutePath();
        try {
            PostgresBinaries binaries = PostgresBinaries.unpacked();
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (!Files.exists(home.resolve("PG_VERSION"))) {
                initialise(binaries, home, log);
            }
            new PostmasterFile(home).endLeftover();
            List<String> arguments = new ArrayList<>(List.of("-D", home.toString(), "-p", Integer.toString(port)));
            SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
            Process postmaster = binaries.command("postgres", arguments)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            EmbeddedPostgresServer server = new EmbeddedPostgresServer(binaries, home, port, postmaster);
            try {
                server.awaitDatabase(log);
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

    /** Loopback port. */
    public int port() {
        return port;
    }

    /** The postmaster's process. */
    public Process process() {
        return postmaster;
    }

    /** {@code jdbc:postgresql://127.0.0.1:15432/tiltmeter}; the user is {@link #USER}, without a password. */
    public String jdbcUrl() {
        return jdbcUrl(port, DATABASE);
    }

    /** The same database, with one service's schema first on the search path. */
    public String jdbcUrl(String schema) {
        return jdbcUrl() + "?currentSchema=" + schema;
    }

    /** Ends the postmaster as {@code kill -9} does, without a word to the tables; the next start recovers them. */
    public void kill() {
        postmaster.destroyForcibly().onExit().join();
    }

    /** Stops the server within 20 s, by force after that; open connections are cut, the tables stay. */
    @Override
    public void close() {
        if (!postmaster.isAlive()) {
            return;
        }
        try {
            Process stop = binaries.command("pg_ctl", List.of("stop", "-D", directory.toString(), "-m", "fast", "-W"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stop.waitFor();
            if (!postmaster.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
            throw new UncheckedIOException("PostgreSQL on " + directory + " had to be killed", e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** In a directory beside, so that an interrupted start leaves nothing that looks whole. */
    private static void initialise(PostgresBinaries binaries, Path home, Path log) throws IOException {
        Files.createDirectories(home.getParent());
        Path made = home.resolveSibling(home.getFileName() + ".initialising");
        FileTree.delete(made);
        Process initdb = binaries.command(
                        "initdb",
                        List.of("-A", "trust", "-U", USER, "-D", made.toString(), "-E", "UTF-8", "--no-locale"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (initdb.waitFor() != 0) {
                throw new IOException("initdb ended with " + initdb.exitValue() + ": see " + log);
            }
        } catch (InterruptedException e) {
            initdb.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + home + " was being initialised", e);
        }
        Files.move(made, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitDatabase(Path log) {
        long deadline = System.nanoTime() + START_WAIT.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(jdbcUrl(port, "postgres"), USER, "")) {
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

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
