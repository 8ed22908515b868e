package io.tiltmeter.endtoend.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.endtoend.deployment.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A dashboard as Grafana reads it.
 *
 * @param file its name in {@code deploy/grafana/dashboards}
 * @param json the whole of it
 */
public record Dashboard(String file, JsonNode json) {
    private static final String FOLDER = "deploy/grafana/dashboards";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every dashboard there is, by file name. */
    public static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve(FOLDER))) {
            return files.map(file -> file.getFileName().toString())
                    .sorted()
                    .map(Dashboard::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One by its file's name. */
    public static Dashboard read(String file) {
        try {
            return new Dashboard(file, JSON.readTree(Repository.read(FOLDER + "/" + file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no JSON", e);
        }
    }

    /** What is chosen at the top. */
    List<JsonNode> variables() {
        return list(json.path("templating").path("list"));
    }

    /** Panels and the rows between them. */
    List<JsonNode> panels() {
        return list(json.path("panels"));
    }

    /** Every query of every panel. */
    public List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(this, panel, target));
            }
        }
        return queries;
    }

    @Override
    public String toString() {
        return file;
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /**
     * What a panel asks.
     *
     * @param panel as Grafana reads it
     * @param target one of its queries
     */
    public record Query(Dashboard dashboard, JsonNode panel, JsonNode target) {
        public String title() {
            return panel.path("title").asText();
        }

        public boolean isSql() {
            return target.has("rawSql");
        }

        /** Whether the newest value is asked for, not those of a stretch of time. */
        public boolean isInstant() {
            return target.path("instant").asBoolean();
        }

        /** The kind of panel: {@code trend}, {@code timeseries}, ... */
        public String panelType() {
            return panel.path("type").asText();
        }

        /** PromQL or SQL, with Grafana's variables in it. */
        public String text() {
            return target.path(isSql() ? "rawSql" : "expr").asText();
        }

        @Override
        public String toString() {
            return dashboard.file() + ", " + title() + " "
                    + target.path("refId").asText();
        }
    }
}
