package io.tiltmeter.endtoend.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dashboard's variables as Grafana chooses them when it is opened: the first that each one's own query gives, all where
 * all may be chosen.
 */
public final class ChosenVariables {
    private static final Pattern OF_A_LABEL = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}|\\$(\\w+)");

    private final Map<String, Choice> choices = new LinkedHashMap<>();

    private ChosenVariables() {
        // What Grafana itself brings, as it is when Prometheus scrapes every second.
        choices.put("__rate_interval", new Choice("30s", "30s"));
    }

    /**
     * Chooses, one variable after the other; later ones may depend on earlier ones.
     *
     * @throws AssertionError if a variable's query gives nothing
     */
    public static ChosenVariables of(Dashboard dashboard, PrometheusServer prometheus, Connection database)
            throws SQLException {
        ChosenVariables chosen = new ChosenVariables();
        for (JsonNode variable : dashboard.variables()) {
            String name = variable.path("name").asText();
            chosen.choices.put(name, chosen.choose(dashboard, variable, prometheus, database));
        }
        return chosen;
    }

    /** The value of a variable. */
    public String value(String name) {
        return choices.get(name).value();
    }

    /**
     * Puts the choices into a query as Grafana does.
     *
     * @throws AssertionError if it names a variable that the dashboard does not have
     */
    public String fill(String query) {
        return REFERENCE.matcher(query).replaceAll(reference -> {
            String name = reference.group(1) == null ? reference.group(3) : reference.group(1);
            Choice choice = choices.get(name);
            if (choice == null) {
                throw new AssertionError("there is no variable " + name + " for " + query);
            }
            return Matcher.quoteReplacement(choice.as(reference.group(2)));
        });
    }

    private Choice choose(Dashboard dashboard, JsonNode variable, PrometheusServer prometheus, Connection database)
            throws SQLException {
        if (variable.path("type").asText().equals("textbox")) {
            String text = variable.path("query").asText();
            return new Choice(text, text);
        }
        Matcher label = OF_A_LABEL.matcher(variable.path("definition").asText());
        if (label.matches()) {
            JsonNode values = prometheus.labelValues(label.group(2), label.group(1));
            if (values.isEmpty()) {
                throw new AssertionError(dashboard + ": " + label.group() + " gives nothing");
            }
            String first = variable.path("includeAll").asBoolean()
                    ? variable.path("allValue").asText()
                    : values.get(0).asText();
            return new Choice(first, first);
        }
        String sql = fill(variable.path("query").asText());
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new AssertionError(dashboard + ": no row for the variable by " + sql);
            }
            boolean labelled = rows.getMetaData().getColumnCount() > 1;
            return labelled
                    ? new Choice(rows.getString("__value"), rows.getString("__text"))
                    : new Choice(rows.getString(1), rows.getString(1));
        }
    }

    /**
     * What is chosen.
     *
     * @param text what a person sees
     */
    private record Choice(String value, String text) {
        /**
         * In one of Grafana's forms.
         *
         * @param form null for the plain value
         */
        private String as(String form) {
            if (form == null) {
                return value;
            }
            if (form.equals("text")) {
                return text;
            }
            if (form.equals("sqlstring")) {
                return "'" + value.replace("'", "''") + "'";
            }
            throw new AssertionError("form " + form + " is not known here");
        }
    }
}
