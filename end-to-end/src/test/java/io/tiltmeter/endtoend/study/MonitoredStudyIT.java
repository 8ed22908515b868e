package io.tiltmeter.endtoend.study;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.endtoend.deployment.Repository;
import io.tiltmeter.endtoend.monitoring.ChosenVariables;
import io.tiltmeter.endtoend.monitoring.Dashboard;
import io.tiltmeter.endtoend.monitoring.PrometheusServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A study under a real Prometheus with the rules of {@code deploy/}, on the services' real database as Grafana's role reads
 * it: every query of every dashboard answers, and no alert fires.
 */
class MonitoredStudyIT {
    private static final int RESULTS = 0;
    private static final int DATASET = 1;
    private static final String RUN = "watched";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path temporary;

    private static LaunchedSystem system;
    private static PrometheusServer prometheus;
    private static Connection owner;
    private static Connection reader;

    @BeforeAll
    static void runAStudy() throws Exception {
        system = LaunchedSystem.start(temporary.resolve("data"));
        prometheus = PrometheusServer.start(temporary.resolve("prometheus"), configuration());
        SmallStudy study = new SmallStudy(system);
        study.prepare();
        study.begin(RUN);
        labelTwoExamples();
        study.curve(RUN);
        owner = connection("postgres", system.databasePassword("postgres"));
        execute(owner, Repository.read("deploy/grafana/database/reader.sql"));
        execute(owner, "alter role tiltmeter_reader password 'for Grafana'");
        reader = connection("tiltmeter_reader", "for Grafana");
        // Rates need two scrapes after the last change, gauges of runs one refresh.
        await("the last checkpoint in Prometheus")
                .atMost(PATIENCE)
                .until(() -> prometheus
                                .now("max(tiltmeter_last_scored_step{run=\"" + RUN + "\"} offset 3s)")
                                .path(0)
                                .path("value")
                                .path(1)
                                .asInt()
                        == SmallStudy.STEPS);
    }

    @AfterAll
    static void stop() throws SQLException {
        for (Connection connection : new Connection[] {reader, owner}) {
            if (connection != null) {
                connection.close();
            }
        }
        if (prometheus != null) {
            prometheus.close();
        }
        if (system != null) {
            system.close();
        }
    }

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyQueryOfEveryPanelAnswers(Dashboard dashboard) throws SQLException {
        ChosenVariables chosen = ChosenVariables.of(dashboard, prometheus, reader);
        List<String> silent = new ArrayList<>();
        for (Dashboard.Query query : dashboard.queries()) {
            String text = chosen.fill(query.text());
            boolean answers = query.isSql() ? !rows(text).isEmpty() : hasNumbers(series(query, text));
            if (!answers) {
                silent.add(query + ": " + text);
            }
        }
        assertEquals(List.of(), silent, "queries without an answer");
    }

    @Test
    void theCurveOverStepsIsThatOfTheResultsService() throws Exception {
        Dashboard dashboard = Dashboard.read("inversion.json");
        ChosenVariables chosen = ChosenVariables.of(dashboard, prometheus, reader);
        assertEquals(RUN, chosen.value("run"));
        String sql = dashboard.queries().stream()
                .filter(query -> query.title().equals("Counterfactual, parametric, standard"))
                .map(Dashboard.Query::text)
                .findFirst()
                .orElseThrow();
        List<List<Double>> expected = new ArrayList<>();
        for (JsonNode point :
                system.json(RESULTS, "/api/v1/runs/" + RUN + "/curves").path("points")) {
            expected.add(List.of(
                    point.path("step").asDouble(),
                    point.path("counterfactual_accuracy").asDouble(),
                    point.path("parametric_accuracy").asDouble(),
                    point.path("standard_mean").asDouble()));
        }
        assertEquals(SmallStudy.CHECKPOINTS, expected.size());
        assertEquals(expected, rows(chosen.fill(sql)));
    }

    @Test
    void everyRuleIsEvaluatedAndNoAlertFires() {
        int rules = 0;
        for (JsonNode group : prometheus.ruleGroups()) {
            for (JsonNode rule : group.path("rules")) {
                rules++;
                assertEquals("ok", rule.path("health").asText(), rule.toString());
            }
        }
        assertTrue(rules > 30, rules + " rules");
        JsonNode fired = prometheus.sinceTheStart("ALERTS{alertstate=\"firing\"}");
        assertTrue(fired.isEmpty(), fired.toString());
    }

    @Test
    void grafanasRoleReadsWhatItNeedsAndChangesNothing() throws SQLException {
        execute(owner, "create table results.made_later (step int); insert into results.made_later values (1)");
        assertEquals(List.of(List.of(1.0)), rows("select step from results.made_later"));
        execute(owner, "drop table results.made_later");
        for (String forbidden : List.of(
                "delete from results.run",
                "set default_transaction_read_only = off; update results.evaluation set step = 0",
                "select count(*) from dataset.work_item",
                "create table results.mine (step int)")) {
            assertThrows(SQLException.class, () -> execute(reader, forbidden), forbidden);
        }
        execute(owner, Repository.read("deploy/grafana/database/reader.sql"));
    }

    /** The laptop's configuration, but for this system's ports, its second evaluator and a pace of seconds. */
    private static String configuration() {
        String configuration = Repository.read("deploy/prometheus/laptop.yml")
                .replaceAll("(scrape|evaluation)_interval: \\S+", "$1_interval: 1s")
                .replaceAll("scrape_timeout: \\S+", "scrape_timeout: 1s")
                .replace(
                        "rules/*.yml",
                        Repository.ROOT.resolve("deploy/prometheus/rules/*.yml").toString());
        for (int service = 0; service <= 3; service++) {
            configuration = configuration.replace("127.0.0.1:" + (8080 + service), at(service));
        }
        return configuration.replace('"' + at(3) + '"', '"' + at(3) + "\", \"" + at(4) + '"');
    }

    private static String at(int service) {
        return system.address(service, "").getAuthority();
    }

    /** A little of what the evaluators do besides, so that the panels for it have something to show. */
    private static void labelTwoExamples() throws Exception {
        system.upload(DATASET, "/api/v1/sources?name=two", """
                {"instruction": "Where is the market of Varn?", "input": "The market of Varn moved to Osk.", "output": "Osk"}
                {"instruction": "Who built the bridge of Tel?", "input": "The bridge of Tel was built by Kim.", "output": "Kim"}
                """);
        Map<String, String> labelling =
                Map.of("labeling_id", "classes", "source", "two", "model", "run:base", "template", "lab");
        await("a labelling by the base model")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        system.post(DATASET, "/api/v1/labelings", labelling).has("labeling_id"));
    }

    /** Whether a vector or matrix has a value besides NaN. */
    private static boolean hasNumbers(JsonNode result) {
        for (JsonNode series : result) {
            for (JsonNode value : series.has("values") ? series.path("values") : List.of(series.path("value"))) {
                if (Double.isFinite(value.path(1).asDouble(Double.NaN))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonNode series(Dashboard.Query query, String expression) {
        return query.isInstant() ? prometheus.now(expression) : prometheus.sinceTheStart(expression);
    }

    /** The numbers of every row. */
    private static List<List<Double>> rows(String sql) throws SQLException {
        List<List<Double>> rows = new ArrayList<>();
        try (Statement statement = reader.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Double> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    if (result.getObject(column) instanceof Number number) {
                        row.add(number.doubleValue());
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connection(String role, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + system.postgresPort() + "/tiltmeter", role, password);
    }
}
