package io.tiltmeter.results.application.metrics;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.results.rest.SyntheticStudy;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} lists what this service shows: no more, no less, with the labels that it says. */
@QuarkusTest
class MetricsPageIT {
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);
    private static final Pattern SECTION =
            Pattern.compile("^## ([^\n]+)\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");
    private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @Test
    void thePageListsEveryMetricThatAScrapeShowsWithItsLabels() throws IOException {
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            SyntheticStudy study = new SyntheticStudy(artifacts, "scraped", 40, Instant.parse("2026-03-04T09:14:05Z"));
            for (int step : SyntheticStudy.STEPS.subList(0, 6)) {
                broker.publish(study.atStep(step));
            }
        }
        await().atMost(MAX_WAIT)
                .until(() -> scrape().contains("tiltmeter_last_scored_step{run=\"scraped\"} 28.0")
                        && scrape().contains("tiltmeter_context_reliance_drawdown_ratio{run=\"scraped\"")
                        && scrape().contains("tiltmeter_counterfactual_peak_step{run=\"scraped\""));
        given().get("/api/v1/runs").then().statusCode(200);
        Map<String, Set<String>> shown = shown(scrape());
        Map<String, Set<String>> listed = listed("results-service: runs");
        listed.putAll(listed("results-service: itself"));
        Map<String, Set<String>> ofAll = listed("Every service");
        ofAll.forEach((name, labels) -> {
            if (name.startsWith("tiltmeter_")) {
                listed.put(name, labels);
            } else {
                assertTrue(shown.containsKey(name), name + " is listed, but not shown");
                assertTrue(shown.get(name).containsAll(labels), name + " has the labels " + shown.get(name));
            }
        });
        Map<String, Set<String>> own = new TreeMap<>(shown);
        own.keySet().removeIf(name -> !name.startsWith("tiltmeter_"));
        assertEquals(new TreeMap<>(listed), own);
        assertFalse(listed("trainer-service").isEmpty());
    }

    private static String scrape() {
        return given().get("/q/metrics").asString();
    }

    /** Names with their labels; the parts of a histogram or summary count as one. */
    private static Map<String, Set<String>> shown(String scrape) {
        Map<String, Set<String>> shown = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(scrape);
        while (sample.find()) {
            String name = sample.group(1).replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds");
            Set<String> labels = shown.computeIfAbsent(name, each -> new TreeSet<>());
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                labels.add(label.group(1));
            }
            labels.remove("le");
        }
        return shown;
    }

    private static Map<String, Set<String>> listed(String title) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        Matcher section = SECTION.matcher(page);
        while (section.find()) {
            if (section.group(1).equals(title)) {
                return rows(section.group(2));
            }
        }
        throw new AssertionError("docs/metrics.md has no section " + title);
    }

    private static Map<String, Set<String>> rows(String section) {
        Map<String, Set<String>> rows = new TreeMap<>();
        boolean typed = section.contains("| name | type | labels |");
        section.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = line.split("\\|");
            Set<String> labels = names(cells[typed ? 3 : 2]);
            names(cells[1]).forEach(name -> rows.put(name, labels));
        });
        return rows;
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
