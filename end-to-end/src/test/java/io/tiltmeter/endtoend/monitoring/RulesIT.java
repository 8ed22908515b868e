package io.tiltmeter.endtoend.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tiltmeter.endtoend.deployment.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and alerts: Prometheus reads them, each alert fires in a case, none on a healthy run, and each says what to do. */
class RulesIT {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String FOLDER = "deploy/prometheus/";
    private static final String GUIDE = "docs/monitoring.md";

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (String file : files("rules")) {
            YAML.readTree(Repository.read(FOLDER + file))
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(rule -> {
                        if (rule.has("alert")) {
                            alerts.add(rule);
                        }
                    }));
        }
        return alerts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.yml", "laptop.yml"})
    void prometheusReadsItsConfiguration(String file) {
        String said = PrometheusPrograms.promtool("check", "config", file);
        assertTrue(said.contains("3 rule files found"), said);
    }

    /** Debian's promtool is built without the discovery of pods: with fixed targets it reads what is around it. */
    @Test
    void prometheusReadsTheClustersConfigurationButForItsDiscovery(@TempDir Path folder) throws IOException {
        String configuration = Repository.read(FOLDER + "kubernetes.yml");
        String without = configuration
                .replaceFirst("kubernetes_sd_configs:\\n( {6}.*\\n)+", "static_configs: [{targets: [pod]}]\n")
                .replace(
                        "rules/*.yml",
                        Repository.ROOT.resolve(FOLDER + "rules/*.yml").toString());
        assertFalse(without.contains("kubernetes_sd_configs"), without);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), without);
        String said = PrometheusPrograms.promtool("check", "config", file.toString());
        assertTrue(said.contains("3 rule files found"), said);
    }

    @Test
    void everyCaseOfEveryAlertEndsAsItSays() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        arguments.addAll(files("tests"));
        PrometheusPrograms.promtool(arguments.toArray(String[]::new));
    }

    @Test
    void everyAlertFiresInOneCaseAndIsSilentOnAHealthyRun() throws IOException {
        Set<String> fired = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (String file : files("tests")) {
            for (JsonNode test : YAML.readTree(Repository.read(FOLDER + file)).path("tests")) {
                boolean healthy = test.path("name").asText().equals("a healthy run");
                for (JsonNode check : test.path("alert_rule_test")) {
                    if (!check.path("exp_alerts").isEmpty()) {
                        fired.add(check.path("alertname").asText());
                    } else if (healthy) {
                        silent.add(check.path("alertname").asText());
                    }
                }
            }
        }
        Set<String> names = alerts().stream()
                .map(rule -> rule.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, fired);
        assertEquals(names, silent);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsAndWhatToDo(JsonNode rule) {
        String severity = rule.path("labels").path("severity").asText();
        assertTrue(Set.of("info", "warning", "critical").contains(severity), rule.toString());
        for (String annotation : List.of("summary", "description", "remedy", "runbook")) {
            assertTrue(rule.path("annotations").hasNonNull(annotation), annotation + " is missing in " + rule);
        }
        String runbook = rule.path("annotations").path("runbook").asText();
        assertTrue(runbook.startsWith(GUIDE + "#"), runbook);
        assertTrue(anchors().contains(runbook.substring(GUIDE.length() + 1)), runbook + " leads nowhere");
    }

    /** As GitHub and GitLab make them of headings. */
    private static Set<String> anchors() {
        return Repository.read(GUIDE)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceAll("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve(FOLDER + folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).sorted().toList();
        }
    }
}
