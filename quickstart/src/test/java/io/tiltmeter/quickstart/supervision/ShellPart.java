package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A part that is a shell command. */
final class ShellPart implements Part {
    private final String command;
    private final Path mark;
    private volatile Process newest;

    /**
     * @param mark the data directory that its environment names
     */
    ShellPart(String command, Path mark) {
        this.command = command;
        this.mark = mark;
    }

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public Path log() {
        return Path.of("/dev/null");
    }

    @Override
    public Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", command));
        builder.environment().put(Leftovers.MARK, mark.toString());
        newest = builder.start();
        return newest;
    }

    @Override
    public void askToEnd() {
        newest.destroy();
    }
}
