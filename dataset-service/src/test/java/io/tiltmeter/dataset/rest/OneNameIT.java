package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.SuiteUploads.row;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many submissions of one name at once. The log has the measured times. */
@QuarkusTest
class OneNameIT {
    private static final Logger LOG = Logger.getLogger(OneNameIT.class);
    private static final int SUBMISSIONS = 200;
    /** A service takes 64 requests with a body at once. */
    private static final int CLIENTS = 60;

    private static final String SUITES = "/api/v1/suites?name=";
    private static final String SOURCES = "/api/v1/sources?name=";

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifacts;

    private long uploadsBefore;

    @BeforeEach
    void countUploads() {
        uploadsBefore = uploads();
    }

    /** The ids that are the responses to files that are sent at once. */
    private static Set<String> ids(String path, String id, IntFunction<String> file) throws Exception {
        Set<String> ids = new ConcurrentSkipListSet<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Long>> calls = IntStream.range(0, SUBMISSIONS)
                    .<Callable<Long>>mapToObj(each -> () -> {
                        long start = System.nanoTime();
                        ids.add(DatasetCalls.upload(path, file.apply(each))
                                .statusCode(lessThan(300))
                                .extract()
                                .path(id));
                        return (System.nanoTime() - start) / 1_000_000;
                    })
                    .toList();
            List<Long> millis = new ArrayList<>();
            for (Future<Long> each : clients.invokeAll(calls)) {
                millis.add(each.get());
            }
            millis.sort(null);
            LOG.infof(
                    "submissions of one name path=%s clients=%d p50Millis=%d p95Millis=%d",
                    path, CLIENTS, millis.get(SUBMISSIONS / 2), millis.get(SUBMISSIONS * 95 / 100));
        } finally {
            clients.shutdownNow();
        }
        return new TreeSet<>(ids);
    }

    /** Other tests compare the files before and after a request. */
    @AfterEach
    void everySourceIsBuilt() {
        DatasetCalls.await()
                .until(() -> DatasetCalls.get("/api/v1/sources?status=building")
                                        .extract()
                                        .<Integer>path("total")
                                == 0
                        && uploads() <= uploadsBefore);
    }

    private long uploads() {
        return SuiteState.files(artifacts).stream()
                .filter(file -> file.contains("/uploads/"))
                .count();
    }

    private static Set<String> versions(String name) {
        return IntStream.rangeClosed(1, SUBMISSIONS)
                .mapToObj(version -> name + ".v" + version)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String source(int number) {
        return "{\"instruction\": \"Name number " + number + ".\", \"input\": \"\", \"output\": \"It is " + number
                + ".\"}\n";
    }

    @Test
    void differentSuitesAreContiguousVersions() throws Exception {
        assertEquals(
                versions("many-suites"),
                ids(SUITES + "many-suites", "suite_id", each -> row("well " + each, "Osk", "Tel")));
    }

    @Test
    void equalSuitesAreOneVersion() throws Exception {
        assertEquals(Set.of("one-suite.v1"), ids(SUITES + "one-suite", "suite_id", each -> row("well", "Osk", "Tel")));
    }

    @Test
    void differentSourcesAreContiguousVersions() throws Exception {
        assertEquals(versions("many-sources"), ids(SOURCES + "many-sources", "source_id", OneNameIT::source));
    }

    @Test
    void equalSourcesAreOneVersion() throws Exception {
        assertEquals(Set.of("one-source.v1"), ids(SOURCES + "one-source", "source_id", each -> source(7)));
    }
}
