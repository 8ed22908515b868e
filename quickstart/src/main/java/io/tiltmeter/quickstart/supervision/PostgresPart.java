package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.embedded.EmbeddedPostgresServer;
import java.nio.file.Path;

/** The PostgreSQL server. */
final class PostgresPart implements Part {
    private final Path directory;
    private final int port;
    private final Path log;
    private volatile EmbeddedPostgresServer server;

    PostgresPart(Path directory, int port, Path log) {
        this.directory = directory;
        this.port = port;
        this.log = log;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path log() {
        return log;
    }

    /** Returns once it answers. */
    @Override
    public Process start() {
        server = EmbeddedPostgresServer.start(directory, port, log);
        return server.process();
    }

    @Override
    public void askToEnd() {
        server.close();
    }
}
