package io.tiltmeter.endtoend.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Monitoring finds the system: targets, data sources and their settings, in every way of starting it. */
class MonitoringFilesTest {
    private static final String PROMETHEUS = "deploy/prometheus/";
    private static final String PROVISIONING = "deploy/grafana/provisioning/";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    @Test
    void inComposeEveryServiceIsScrapedByItsNameAndPort() throws IOException {
        Map<String, String> targets = targets("prometheus.yml");
        assertEquals("localhost:9090", targets.remove("prometheus"));
        Map<String, String> expected = new TreeMap<>();
        Repository.SERVICES.forEach(service -> expected.put(service, service + ":" + Repository.port(service)));
        assertEquals(expected, targets);
    }

    @Test
    void onALaptopEveryServiceIsScrapedOnLoopback() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Repository.SERVICES.forEach(service -> expected.put(service, "127.0.0.1:" + Repository.port(service)));
        assertEquals(expected, targets("laptop.yml"));
    }

    @Test
    void everyServiceIsScrapedWhereItShowsItsMetrics() throws IOException {
        for (String file : Set.of("prometheus.yml", "laptop.yml")) {
            for (JsonNode job : jobs(file)) {
                if (Repository.SERVICES.contains(job.path("job_name").asText())) {
                    assertEquals("/q/metrics", job.path("metrics_path").asText());
                }
            }
        }
        for (String service : Repository.SERVICES) {
            String file = Repository.read("deploy/kubernetes/" + service + ".yaml");
            assertTrue(file.contains("prometheus.io/path: /q/metrics"), service);
        }
    }

    @Test
    void composeGivesGrafanaEverySettingOfItsProvisioning() throws IOException {
        JsonNode grafana = compose("grafana").path("environment");
        assertEquals(
                "http://prometheus:9090",
                grafana.path("TILTMETER_PROMETHEUS_URL").asText());
        Set<String> missing = variables(Repository.read(PROVISIONING + "datasources/tiltmeter.yml")
                + Repository.read(PROVISIONING + "dashboards/tiltmeter.yml"));
        grafana.fieldNames().forEachRemaining(missing::remove);
        assertEquals(Set.of(), missing);
        assertEquals(
                grafana.path("TILTMETER_READER_PASSWORD"),
                compose("database-reader").path("environment").path("TILTMETER_READER_PASSWORD"),
                "the role gets another password than Grafana uses");
    }

    @Test
    void grafanaFindsItsDashboardsWhereTheyAreMounted() throws IOException {
        String path = compose("grafana")
                .path("environment")
                .path("TILTMETER_DASHBOARDS")
                .asText();
        assertTrue(
                compose("grafana").path("volumes").toString().contains("./deploy/grafana/dashboards:" + path + ":ro"));
        String home = compose("grafana")
                .path("environment")
                .path("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                .asText();
        assertEquals(path + "/inversion.json", home);
    }

    private static Map<String, String> targets(String file) throws IOException {
        Map<String, String> targets = new TreeMap<>();
        for (JsonNode job : jobs(file)) {
            JsonNode names = job.path("dns_sd_configs").path(0);
            targets.put(
                    job.path("job_name").asText(),
                    names.isMissingNode()
                            ? job.path("static_configs")
                                    .path(0)
                                    .path("targets")
                                    .path(0)
                                    .asText()
                            : names.path("names").path(0).asText() + ":"
                                    + names.path("port").asText());
        }
        return targets;
    }

    private static JsonNode jobs(String file) throws IOException {
        return KubernetesFiles.tree(Repository.read(PROMETHEUS + file)).path("scrape_configs");
    }

    private static JsonNode compose(String service) throws IOException {
        return KubernetesFiles.tree(Repository.read("docker-compose.yml"))
                .path("services")
                .path(service);
    }

    private static Set<String> variables(String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = VARIABLE.matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }
}
