package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.embedded.OwnSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program in a Java virtual machine of its own. */
final class JavaPart implements Part {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** From here on Java asks for leave before it calls native code. */
    private static final int JAVA_THAT_ASKS = 22;

    private final String name;
    private final List<String> options;
    private final List<String> program;
    private final Map<String, String> environment;
    private final Path log;
    private volatile Process newest;

    /**
     * @param options of the virtual machine, beyond those that all parts share
     * @param program {@code -jar} or {@code -cp} and what follows
     * @param environment added to this process's own
     */
    JavaPart(String name, List<String> options, List<String> program, Map<String, String> environment, Path log) {
        this.name = name;
        this.options = List.copyOf(options);
        this.program = List.copyOf(program);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public Process start() throws IOException {
        List<String> line =
                new ArrayList<>(List.of(JAVA.toString(), "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= JAVA_THAT_ASKS) {
            line.add("--enable-native-access=ALL-UNNAMED");
        }
        line.addAll(options);
        line.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(OwnSession.command(line));
        builder.environment().putAll(environment);
        newest = builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return newest;
    }

    @Override
    public void askToEnd() {
        newest.destroy();
    }
}
