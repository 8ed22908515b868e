package io.tiltmeter.servicekit.artifact;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The room on the disk of the artifact store: below {@code tiltmeter.artifacts.least-free} no work is taken or begun. */
@Singleton
public class DiskSpace {
    private static final Logger LOG = Logger.getLogger(DiskSpace.class);
    private static final double MIB = 1024 * 1024;

    private final Path directory;
    private final long leastFreeBytes;
    private final List<Gauge> gauges = new ArrayList<>();

    @Inject
    public DiskSpace(KitConfig config) {
        this(config.artifacts().directory(), config.artifacts().leastFree().asLongValue());
    }

    DiskSpace(Path directory, long leastFreeBytes) {
        this.directory = directory;
        this.leastFreeBytes = leastFreeBytes;
    }

    void show(@Observes StartupEvent event, MeterRegistry meters) throws IOException {
        Files.createDirectories(directory);
        gauges.add(Gauge.builder("tiltmeter.artifacts.free.bytes", this, DiskSpace::freeBytes)
                .description("Room on the disk of the artifact store")
                .register(meters));
        gauges.add(Gauge.builder("tiltmeter.artifacts.least.free.bytes", () -> leastFreeBytes)
                .description("Below this room no work is taken or begun")
                .register(meters));
    }

    /** The registry may outlive this service. */
    void stop(@Observes ShutdownEvent event, MeterRegistry meters) {
        gauges.forEach(meters::remove);
    }

    /** What is short, the limit and the remedy in a sentence; empty while there is room. */
    public Optional<String> shortage() {
        long free = freeBytes();
        return free >= leastFreeBytes
                ? Optional.empty()
                : Optional.of(String.format(
                        "the disk of the artifact store (tiltmeter.artifacts.directory) has %.1f MiB of room, fewer than the"
                                + " %.0f MiB of tiltmeter.artifacts.least-free: make room, and work goes on by itself",
                        free / MIB, leastFreeBytes / MIB));
    }

    private long freeBytes() {
        try {
            FileStore disk = Files.getFileStore(directory);
            return disk.getUsableSpace();
        } catch (IOException e) {
            LOG.debugf(e, "the room in the artifact store is unknown");
            return Long.MAX_VALUE; // whoever writes there learns the reason
        }
    }
}
