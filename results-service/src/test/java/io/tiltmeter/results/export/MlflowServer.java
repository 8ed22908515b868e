package io.tiltmeter.results.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small tracking server that speaks MLflow's REST form and keeps what it receives as MLflow does: metrics are appended,
 * params cannot be changed, tags are replaced, and a batch over the limits is refused.
 */
final class MlflowServer implements AutoCloseable {
    private static final Pattern TAG_FILTER = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_./ -]{1,250}");

    private final HttpServer server;
    private final Map<String, String> experiments = new LinkedHashMap<>();
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Deque<Integer> troubles = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> deletedExperiments = new HashSet<>();
    private Predicate<String> refusedCalls = path -> false;
    private Refused refusal;
    private int longestParam = 500;
    private int longestBody = Integer.MAX_VALUE;

    /** One run as it is kept. */
    static final class Run {
        final String experiment;
        final List<String> metrics = new ArrayList<>();
        final Map<String, JsonNode> newest = new HashMap<>();
        final Map<String, List<JsonNode>> histories = new HashMap<>();
        final Map<String, String> params = new HashMap<>();
        final Map<String, String> tags = new HashMap<>();
        String status = "RUNNING";
        boolean isDeleted;

        Run(String experiment) {
            this.experiment = experiment;
        }
    }

    MlflowServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mlflow/api/2.0/mlflow/", this::answer);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mlflow";
    }

    /** The next requests are answered with these statuses instead. */
    synchronized void trouble(Integer... statuses) {
        troubles.addAll(List.of(statuses));
    }

    /** Calls of these paths are refused with a status and a code of MLflow, however often they come. */
    synchronized void refuse(Predicate<String> paths, int status, String code) {
        refusedCalls = paths;
        refusal = new Refused(status, code, "no way");
    }

    /** As MLflow does it: the experiment keeps its name, and takes no runs. */
    synchronized void deleteExperiment(String name) {
        deletedExperiments.add(experiment(name));
    }

    /** Longer values of params are refused, in characters, as are longer bodies, in bytes. */
    synchronized void limits(int longestParam, int longestBody) {
        this.longestParam = longestParam;
        this.longestBody = longestBody;
    }

    /** Those that are not deleted. */
    synchronized List<Run> runs() {
        return runs.values().stream().filter(run -> !run.isDeleted).toList();
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replace("/mlflow/api/2.0/mlflow/", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(path);
        Answer answer;
        if (!troubles.isEmpty()) {
            answer = new Answer(troubles.poll(), error("TROUBLE", "no way\nsecond line"));
        } else {
            try {
                if (refusedCalls.test(path)) {
                    throw refusal;
                }
                if (body.length > longestBody) {
                    throw new Refused(413, "", "too large");
                }
                answer = new Answer(
                        200, answer(path, query(exchange), Json.mapper().readTree(body)));
            } catch (Refused refused) {
                answer = new Answer(refused.status, error(refused.code, refused.getMessage()));
            }
        }
        byte[] text = Json.mapper().writeValueAsBytes(answer.body());
        exchange.sendResponseHeaders(answer.status(), text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private JsonNode answer(String path, Map<String, String> query, JsonNode body) {
        ObjectNode answer = Json.mapper().createObjectNode();
        switch (path) {
            case "experiments/get-by-name" ->
                answer.putObject("experiment")
                        .put("experiment_id", experiment(query.get("experiment_name")))
                        .put(
                                "lifecycle_stage",
                                deletedExperiments.contains(experiment(query.get("experiment_name")))
                                        ? "deleted"
                                        : "active");
            case "experiments/create" -> {
                String id = Integer.toString(experiments.size() + 1);
                if (experiments.putIfAbsent(body.get("name").asText(), id) != null) {
                    throw new Refused(400, "RESOURCE_ALREADY_EXISTS", "it is there");
                }
                answer.put("experiment_id", id);
            }
            case "runs/search" -> search(body, answer.putArray("runs"));
            case "runs/create" -> {
                Run run = new Run(body.get("experiment_id").asText());
                if (deletedExperiments.contains(run.experiment)) {
                    throw new Refused(500, "INVALID_STATE", "Could not create run under non-active experiment");
                }
                body.get("tags")
                        .forEach(tag -> run.tags.put(
                                tag.get("key").asText(), tag.get("value").asText()));
                String id = "run-" + (runs.size() + 1);
                runs.put(id, run);
                answer.putObject("run").putObject("info").put("run_id", id);
            }
            case "runs/log-batch" -> log(runs.get(body.get("run_id").asText()), body);
            case "runs/update" ->
                runs.get(body.get("run_id").asText()).status =
                        body.get("status").asText();
            case "runs/delete" -> runs.get(body.get("run_id").asText()).isDeleted = true;
            case "metrics/get-history" -> {
                List<JsonNode> all =
                        runs.get(query.get("run_id")).histories.getOrDefault(query.get("metric_key"), List.of());
                int from = Integer.parseInt(query.getOrDefault("page_token", "0"));
                int to = Math.min(all.size(), from + 100);
                ArrayNode metrics = answer.putArray("metrics");
                all.subList(from, to).forEach(metrics::add);
                if (to < all.size()) {
                    answer.put("next_page_token", Integer.toString(to));
                }
            }
            default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", path);
        }
        return answer;
    }

    private String experiment(String name) {
        String id = experiments.get(name);
        if (id == null) {
            throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + name);
        }
        return id;
    }

    private void search(JsonNode body, ArrayNode found) {
        Matcher filter = TAG_FILTER.matcher(body.get("filter").asText());
        if (!filter.matches()) {
            throw new Refused(400, "INVALID_PARAMETER_VALUE", "filter");
        }
        runs.forEach((id, run) -> {
            if (!run.isDeleted
                    && run.experiment.equals(body.at("/experiment_ids/0").asText())
                    && filter.group(2).equals(run.tags.get(filter.group(1)))) {
                ObjectNode one = found.addObject();
                one.putObject("info").put("run_id", id);
                ObjectNode data = one.putObject("data");
                data.putArray("metrics").addAll(run.newest.values());
                ArrayNode params = data.putArray("params");
                run.params.forEach(
                        (key, value) -> params.addObject().put("key", key).put("value", value));
            }
        });
    }

    private void log(Run run, JsonNode body) {
        if (body.get("metrics").size() > 1_000
                || body.get("params").size() > 100
                || body.get("tags").size() > 100
                || body.get("metrics").size()
                                + body.get("params").size()
                                + body.get("tags").size()
                        > 1_000) {
            throw new Refused(400, "INVALID_PARAMETER_VALUE", "a batch over the limits");
        }
        for (JsonNode param : body.get("params")) {
            String before = run.params.get(param.get("key").asText());
            if (param.get("value").asText().length() > longestParam
                    || before != null && !before.equals(param.get("value").asText())) {
                throw new Refused(400, "INVALID_PARAMETER_VALUE", "param");
            }
        }
        for (JsonNode metric : body.get("metrics")) {
            String key = metric.get("key").asText();
            if (!KEY.matcher(key).matches()
                    || !metric.get("value").isNumber()
                    || metric.get("timestamp").asLong() <= 0) {
                throw new Refused(400, "INVALID_PARAMETER_VALUE", key);
            }
            run.metrics.add(key + " " + metric.get("step").asLong() + " "
                    + metric.get("value").asDouble());
            run.newest.put(key, metric);
            run.histories.computeIfAbsent(key, any -> new ArrayList<>()).add(metric);
        }
        for (JsonNode param : body.get("params")) {
            run.params.put(param.get("key").asText(), param.get("value").asText());
        }
        body.get("tags")
                .forEach(tag ->
                        run.tags.put(tag.get("key").asText(), tag.get("value").asText()));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static JsonNode error(String code, String message) {
        return Json.mapper().createObjectNode().put("error_code", code).put("message", message);
    }

    private record Answer(int status, JsonNode body) {}

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }
}
