package io.tiltmeter.servicetest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.servicetest.HostileRequests.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, with the heap that the launcher gives it, answers every request and goes on. */
public abstract class TestOfHostileRequests {
    private static final Logger LOG = Logger.getLogger(TestOfHostileRequests.class);
    private static final long SEED = 41;
    private static final int CHANGED_EXAMPLES = 200;

    private final String schema;
    private final String heap;
    private final Map<String, String> settings;

    @TempDir
    private Path folder;

    /**
     * @param schema of the service, such as {@code trainer}
     * @param heap option of the virtual machine
     * @param settings of the service
     */
    protected TestOfHostileRequests(String schema, String heap, Map<String, String> settings) {
        this.schema = schema;
        this.heap = heap;
        this.settings = settings;
    }

    @Test
    void noRequestStopsTheServiceOrShowsItsInside() throws Exception {
        Path log = folder.resolve("service.log");
        try (ServiceProcess service =
                ServiceProcess.startAlone(log, schema, List.of(heap, "-XX:+ExitOnOutOfMemoryError"), settings)) {
            Awaitility.await().atMost(TestBroker.MAX_WAIT).until(service::isReady);
            URI address = service.address();
            Report report = new HostileRequests(address, SEED, CHANGED_EXAMPLES).send();
            LOG.infof(
                    "%d hostile requests, answers by status %s, the slowest in %d ms",
                    report.sent(), report.statuses(), report.slowestMillis());
            assertEquals(List.of(), report.offences(), () -> report.offences().size() + " of " + report.sent());
            assertTrue(service.isAlive(), Files.readString(log));
            HttpRequest live =
                    HttpRequest.newBuilder(address.resolve("/q/health/live")).build();
            String health = HttpClient.newHttpClient()
                    .send(live, BodyHandlers.ofString())
                    .body();
            assertTrue(health.contains("\"status\": \"UP\""), health);
        }
    }
}
