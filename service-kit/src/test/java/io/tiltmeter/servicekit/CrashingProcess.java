package io.tiltmeter.servicekit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** {@link CrashingWork} in a process of its own: Quarkus with the beans of the tests, which JUnit starts. */
@QuarkusTest
class CrashingProcess {
    static final int CRASHED = 9;
    /** A loaded machine starts Quarkus slowly. */
    private static final int MAX_MINUTES = 4;

    private static final String POINT = "crash.point";

    @Inject
    CrashingWork work;

    /**
     * Runs one; true if it ended at the point.
     *
     * @param settings of the service
     */
    static boolean crashesAt(CrashingWork.Point point, Map<String, String> settings, Path log) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + POINT + "=" + point));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CrashingProcess.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the crashing process hangs at " + point + ": see " + log);
        }
        return process.exitValue() == CRASHED;
    }

    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(CrashingProcess.class.getName()))
                                    .build(),
                            summary);
        }
        summary.getSummary()
                .getFailures()
                .forEach(failure -> failure.getException().printStackTrace());
        Runtime.getRuntime().halt(1);
    }

    @Test
    void work() throws Exception {
        work.endAt(CrashingWork.Point.valueOf(System.getProperty(POINT)));
    }
}
