package io.tiltmeter.endtoend.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tiltmeter.endtoend.deployment.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards' form: what Grafana would show as an empty frame, a clash or a riddle is found without it. */
class DashboardFilesTest {
    private static final int GRID_COLUMNS = 24;
    private static final Pattern OWN_METRIC = Pattern.compile("\\btiltmeter_[a-z0-9_]+");
    private static final Pattern OF_A_HISTOGRAM = Pattern.compile("_(bucket|sum|count|max)$");

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void dashboardsAreToldApart() {
        Set<String> names = new HashSet<>();
        for (Dashboard dashboard : Dashboard.all()) {
            assertTrue(names.add(dashboard.json().path("uid").asText()), dashboard + " has the uid of another");
            assertTrue(names.add(dashboard.json().path("title").asText()), dashboard + " has the title of another");
            assertEquals(
                    "tiltmeter-" + dashboard.file().replace(".json", ""),
                    dashboard.json().path("uid").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelHasAPlaceANumberAndWords(Dashboard dashboard) {
        Set<Integer> numbers = new HashSet<>();
        Map<String, String> taken = new HashMap<>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.path("title").asText();
            assertFalse(title.isBlank(), "a panel without a title");
            assertTrue(numbers.add(panel.path("id").asInt()), title + " has the number of another");
            take(taken, panel.path("gridPos"), title);
            if (!panel.path("type").asText().equals("row")) {
                assertTrue(
                        panel.path("description").asText().endsWith("."),
                        title + " has no sentence that says what it is");
                assertTrue(panel.path("fieldConfig").path("defaults").hasNonNull("unit"), title + " has no unit");
                assertFalse(panel.path("targets").isEmpty(), title + " asks nothing");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everythingIsAskedOfAProvisionedDataSource(Dashboard dashboard) throws IOException {
        Map<String, String> provisioned = new HashMap<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(Repository.read("deploy/grafana/provisioning/datasources/tiltmeter.yml"))
                .path("datasources")
                .forEach(source -> provisioned.put(
                        source.path("uid").asText(), source.path("type").asText()));
        for (Dashboard.Query query : dashboard.queries()) {
            for (JsonNode source :
                    List.of(query.target().path("datasource"), query.panel().path("datasource"))) {
                assertEquals(
                        provisioned.get(source.path("uid").asText()),
                        source.path("type").asText(),
                        query.toString());
            }
            assertEquals(
                    query.isSql(),
                    query.target().path("datasource").path("uid").asText().equals("tiltmeter-results"));
        }
        for (JsonNode variable : dashboard.variables()) {
            if (variable.path("type").asText().equals("query")) {
                assertTrue(
                        provisioned.containsKey(
                                variable.path("datasource").path("uid").asText()),
                        variable.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aTrendHasStepsToTheRight(Dashboard dashboard) {
        for (Dashboard.Query query : dashboard.queries()) {
            if (query.panelType().equals("trend")) {
                assertEquals(
                        "step", query.panel().path("options").path("xField").asText(), query.toString());
                assertTrue(query.isSql() && query.text().contains("order by"), query.toString());
            }
        }
    }

    @Test
    void everyMetricThatIsAskedForIsDescribed() throws IOException {
        String described = Repository.read("docs/metrics.md");
        Set<String> unknown = new TreeSet<>();
        StringBuilder asked = new StringBuilder();
        Dashboard.all().stream()
                .flatMap(each -> each.queries().stream())
                .forEach(
                        query -> asked.append(query.isSql() ? "" : query.text()).append('\n'));
        for (JsonNode rule : RulesIT.alerts()) {
            asked.append(rule.path("expr").asText()).append('\n');
        }
        asked.append(Repository.read("deploy/prometheus/rules/recording.yml").replaceAll("(?m)^ *#.*", ""));
        Matcher names = OWN_METRIC.matcher(asked);
        while (names.find()) {
            String name = names.group();
            String family = OF_A_HISTOGRAM.matcher(name).replaceAll("");
            if (!described.contains("`" + name + "`") && !described.contains("`" + family + "`")) {
                unknown.add(name);
            }
        }
        assertEquals(Set.of(), unknown, "metrics that docs/metrics.md does not have");
    }

    private static void take(Map<String, String> taken, JsonNode place, String title) {
        int left = place.path("x").asInt();
        int width = place.path("w").asInt();
        assertTrue(left >= 0 && width > 0 && left + width <= GRID_COLUMNS, title + " is not on the grid: " + place);
        for (int x = left; x < left + width; x++) {
            for (int y = place.path("y").asInt();
                    y < place.path("y").asInt() + place.path("h").asInt();
                    y++) {
                String before = taken.put(x + "," + y, title);
                assertTrue(before == null, title + " lies over " + before);
            }
        }
    }
}
