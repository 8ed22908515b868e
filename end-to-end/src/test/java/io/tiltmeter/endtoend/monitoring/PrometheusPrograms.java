package io.tiltmeter.endtoend.monitoring;

import io.tiltmeter.endtoend.deployment.Repository;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prometheus's own programs: in the folder that {@code -Dprometheus.bin} names, else on the path. */
final class PrometheusPrograms {
    private PrometheusPrograms() {}

    /**
     * Finds one.
     *
     * @param name {@code prometheus} or {@code promtool}
     * @throws IllegalStateException with the remedy, if there is none: these tests are never left out
     */
    static String find(String name) {
        String folders =
                Optional.ofNullable(System.getProperty("prometheus.bin")).orElse(System.getenv("PATH"));
        return Stream.of(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + folders
                        + ": run ./tiltmeter test, which installs Debian's package, or apt-get install prometheus,"
                        + " or unpack a release and add -Dprometheus.bin=FOLDER"))
                .toString();
    }

    /**
     * Runs promtool in {@code deploy/prometheus}.
     *
     * @throws AssertionError with all it said, unless it ends with 0
     */
    static String promtool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(find("promtool")));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Repository.ROOT.resolve("deploy/prometheus").toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + status + ":\n" + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while promtool ran", e);
        }
    }
}
