package io.tiltmeter.dataset.application;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The service with one worker in a process of its own, started by JUnit for the beans of the tests, which ends without shutdown
 * hooks ({@link Runtime#halt}) at a given point.
 */
@QuarkusTest
@TestProfile(HaltedProcess.Halting.class)
class HaltedProcess {
    static final int STATUS = 9;
    static final String POINT = "halting.point";

    private static final List<String> SHARED =
            List.of("quarkus.datasource.jdbc.url", "kafka.bootstrap.servers", "tiltmeter.artifacts.directory");

    /** It has the database of the test that starts it, and files that halt. */
    public static final class Halting implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HaltingStore.class, NoBroker.class);
        }
    }

    /** Runs one on the stack of the test, and returns when it has ended. */
    static void run(HaltingStore.Point point, Path log) throws Exception {
        Map<String, String> settings = new HashMap<>(WithoutWorkers.WORK);
        settings.put(POINT, point.name());
        settings.put("tiltmeter.work.workers", "1");
        settings.put("mp.messaging.connector.smallrye-kafka.group.id", "halted-process");
        SHARED.forEach(name -> settings.put(name, ConfigProvider.getConfig().getValue(name, String.class)));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HaltedProcess.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the process did not end at " + point + ": see " + log);
        }
        if (process.exitValue() != STATUS) {
            throw new IllegalStateException("the process ended with " + process.exitValue() + ": see " + log);
        }
    }

    public static void main(String[] arguments) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(HaltedProcess.class.getName()))
                                    .build(),
                            summary);
        }
        summary.getSummary()
                .getFailures()
                .forEach(failure -> failure.getException().printStackTrace());
        Runtime.getRuntime().halt(1);
    }

    /** The worker builds until the process ends. */
    @Test
    void build() throws InterruptedException {
        Thread.currentThread().join();
    }
}
