package io.tiltmeter.results.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads results files of lm-evaluation-harness: those of v0.4 ({@code "acc,none"}) and those from before
 * ({@code "acc"}), as in EleutherAI's evaluations of Pythia's checkpoints.
 */
public final class HarnessReader {
    private static final Set<String> FIELDS = Set.of(
            "results",
            "group_subtasks",
            "configs",
            "versions",
            "n-shot",
            "n-samples",
            "config",
            "date",
            "git_hash",
            "lm_eval_version",
            "model_name",
            "model_source",
            "model_sha");

    /** Members of a row that are counts and names. */
    private static final Set<String> NO_METRICS = Set.of("alias", "name", "sample_len", "sample_count", "samples");

    private static final int MAX_TASKS = 5_000;
    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_UNSTORABLE = 100;

    private final ObjectNode file;
    private final List<Fault> faults;

    private HarnessReader(ObjectNode file, List<Fault> faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidRequest with every fault
     */
    public static HarnessFile read(byte[] json) {
        List<Fault> faults = new ArrayList<>();
        ObjectNode file;
        try {
            file = BoundedTree.read(json, FIELDS, (place, character) -> {
                if (faults.size() < MAX_UNSTORABLE) {
                    faults.add(new Fault(
                            place,
                            character,
                            "is no character that can be stored",
                            "remove it, or write the whole one"));
                }
            });
        } catch (BoundedTree.Refused e) {
            throw unreadable("body", "", e.getMessage());
        } catch (JsonProcessingException e) {
            throw JsonFlaw.first(json, BoundedTree.MAX_DEPTH, Numbers.OF_PYTHON)
                    .map(flaw -> unreadable("body, " + flaw.place(), flaw.found(), "expected " + flaw.expected()))
                    .orElseGet(() -> unreadable("body", "", "a text, name or number of it is too long"));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        return new HarnessReader(file, faults).read();
    }

    private static InvalidRequest unreadable(String place, String found, String reason) {
        return new InvalidRequest(List.of(new Fault(
                place,
                found,
                "is not a JSON object of at most " + BoundedTree.MAX_DEPTH + " levels: " + reason,
                "send a results file as lm-evaluation-harness wrote it")));
    }

    private HarnessFile read() {
        JsonNode results = file.path("results");
        if (!results.isObject() || results.isEmpty()) {
            faults.add(new Fault(
                    "results",
                    results.isMissingNode() ? "" : shortened(results),
                    "is not an object of at least one task",
                    "send a results file of lm-evaluation-harness, not its samples"));
        } else if (results.size() > MAX_TASKS) {
            faults.add(new Fault(
                    "results", results.size() + " tasks", "has more than " + MAX_TASKS + " tasks", "send fewer"));
        }
        boolean beforeFour =
                file.path("configs").isMissingNode() && file.path("n-shot").isMissingNode();
        List<HarnessTask> tasks = new ArrayList<>();
        if (faults.isEmpty()) {
            results.properties()
                    .forEach(task -> task(task.getKey(), task.getValue()).ifPresent(tasks::add));
            markParts(tasks, results);
            SubjectMean.of(tasks).ifPresent(tasks::add);
            if (faults.isEmpty()
                    && tasks.stream().allMatch(task -> task.metrics().isEmpty())) {
                faults.add(new Fault(
                        "results", "", "has no number", "send a results file as lm-evaluation-harness wrote it"));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        JsonNode config = file.path("config");
        String arguments = arguments(config.path("model_args"));
        return new HarnessFile(
                writtenBy(beforeFour),
                file.path("model_name")
                        .asText(named(arguments, config.path("model").asText(""))),
                arguments,
                file.path("model_sha").asText(""),
                writtenAt(),
                tasks);
    }

    private void markParts(List<HarnessTask> tasks, JsonNode results) {
        Set<String> withNumber = tasks.stream()
                .filter(task -> task.accuracy().isPresent())
                .map(HarnessTask::name)
                .collect(Collectors.toSet());
        Set<String> parts = GroupParts.of(file.path("group_subtasks"), results, withNumber);
        tasks.replaceAll(task -> parts.contains(task.name()) ? task.asPart() : task);
    }

    private Optional<HarnessTask> task(String name, JsonNode numbers) {
        String path = "results." + name;
        boolean isRow = numbers.isObject() || numbers.isArray() && numbers.isEmpty(); // a group without numbers
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || !isRow) {
            faults.add(new Fault(
                    path,
                    shortened(numbers),
                    "is not an object of numbers under a name of 1 to " + MAX_NAME_LENGTH + " characters",
                    "send the file as the harness wrote it"));
            return Optional.empty();
        }
        SortedMap<String, Double> metrics = new TreeMap<>();
        numbers.properties().forEach(metric -> metric(path, metric.getKey(), metric.getValue(), metrics));
        return Optional.of(new HarnessTask(
                name,
                metrics,
                file.path("versions").path(name).asText(""),
                shots(name, new HashSet<>()),
                count(file.path("n-samples").path(name).path("effective")),
                SubjectMean.isSubject(name),
                MainMetric.of(name, metrics, path, faults)));
    }

    /** Takes numbers of metrics; the harness writes N/A where a group has no standard error, and notes beside its metrics. */
    private void metric(String path, String key, JsonNode value, SortedMap<String, Double> metrics) {
        if (NO_METRICS.contains(key)) {
            return;
        }
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            metrics.put(key, value.doubleValue());
        } else if (value.isNumber()) {
            faults.add(new Fault(
                    path + "." + key,
                    value.asText(),
                    "is not a finite number",
                    "leave it out, or send null, if it could not be computed"));
        } else if (isMetric(key) && !value.isNull() && !value.asText().equals("N/A")) {
            faults.add(new Fault(
                    path + "." + key, shortened(value), "is not a number", "send the file as the harness wrote it"));
        }
    }

    private static boolean isMetric(String key) {
        String metric = key.split(",", 2)[0];
        return metric.matches("acc|acc_norm|acc_bytes|exact_match|exact|em|f1") || metric.endsWith("_stderr");
    }

    private OptionalInt shots(String task, Set<String> seen) {
        for (JsonNode value : List.of(
                file.path("n-shot").path(task),
                file.path("configs").path(task).path("num_fewshot"),
                file.path("config").path("num_fewshot"))) {
            if (count(value).isPresent()) {
                return count(value);
            }
        }
        for (JsonNode part : file.path("group_subtasks").path(task)) {
            OptionalInt ofPart = seen.add(part.asText()) ? shots(part.asText(), seen) : OptionalInt.empty();
            if (ofPart.isPresent()) {
                return ofPart;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt count(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0
                ? OptionalInt.of(value.intValue())
                : OptionalInt.empty();
    }

    private String writtenBy(boolean beforeFour) {
        String version = file.path("lm_eval_version").asText("");
        if (!version.isBlank()) {
            return version;
        }
        String commit = file.path("git_hash").asText("");
        String line = beforeFour ? "before 0.4" : "0.4";
        return commit.isBlank() ? line : line + " at " + commit;
    }

    private Optional<Instant> writtenAt() {
        double seconds = file.path("date").asDouble(0);
        return seconds > 0 && seconds < 1e11
                ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
                : Optional.empty();
    }

    private static String arguments(JsonNode value) {
        if (!value.isObject()) {
            return value.asText("");
        }
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> argument : value.properties()) {
            all.add(argument.getKey() + "=" + argument.getValue().asText());
        }
        return String.join(",", all);
    }

    private static String named(String arguments, String otherwise) {
        for (String argument : arguments.split(",")) {
            if (argument.startsWith("pretrained=")) {
                return argument.substring("pretrained=".length());
            }
        }
        return otherwise;
    }

    private static String shortened(JsonNode value) {
        return value.isContainerNode() ? "of " + value.size() + " values" : value.asText();
    }
}
