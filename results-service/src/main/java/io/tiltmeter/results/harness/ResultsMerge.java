package io.tiltmeter.results.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Puts results of single suites together into one file of lm-evaluation-harness' shape. Its maps by task are merged key
 * by key; of everything else the first value is taken, and others are listed under {@value #OURS}.
 */
public final class ResultsMerge {
    /** The one field that the harness does not have. */
    public static final String OURS = "tiltmeter";

    private static final Set<String> BY_TASK = Set.of(
            "results",
            "groups",
            "group_subtasks",
            "configs",
            "versions",
            "n-shot",
            "higher_is_better",
            "n-samples",
            "task_hashes");

    private final ObjectNode whole = JsonNodeFactory.instance.objectNode();
    private final ObjectNode differing = JsonNodeFactory.instance.objectNode();
    private final ArrayNode merged = JsonNodeFactory.instance.arrayNode();
    private final Map<String, String> armOfTask = new HashMap<>();

    private ResultsMerge() {}

    /**
     * The results of one suite in one arm.
     *
     * @param suite the suite's id
     * @param arm the series that they belong to
     * @param scorer the rule that judged
     * @param tree an object in the harness' shape
     */
    public record Fragment(String suite, String arm, String scorer, JsonNode tree) {}

    /**
     * One file of all fragments.
     *
     * @param fragments the main arm's first: where arms hold the same task, the first keeps the plain name and the
     *     others' tasks are called {@code task@arm}
     * @throws IllegalArgumentException if one is not an object
     */
    public static ObjectNode of(List<Fragment> fragments) {
        ResultsMerge merge = new ResultsMerge();
        fragments.forEach(merge::add);
        ObjectNode ours = merge.whole.putObject(OURS);
        ours.set("merged", merge.merged);
        ours.set("differing", merge.differing);
        return merge.whole;
    }

    private void add(Fragment fragment) {
        if (!fragment.tree().isObject()) {
            throw new IllegalArgumentException(
                    "the results of " + fragment.suite() + " in arm " + fragment.arm() + " are no JSON object");
        }
        Set<String> tasks = new TreeSet<>();
        for (String map : BY_TASK) {
            fragment.tree().path(map).fieldNames().forEachRemaining(tasks::add);
        }
        boolean taken = tasks.stream()
                .anyMatch(task -> !armOfTask.getOrDefault(task, fragment.arm()).equals(fragment.arm()));
        UnaryOperator<String> name = taken ? task -> task + "@" + fragment.arm() : UnaryOperator.identity();
        tasks.forEach(task -> armOfTask.put(name.apply(task), fragment.arm()));
        fragment.tree().fields().forEachRemaining(field -> {
            if (BY_TASK.contains(field.getKey()) && field.getValue().isObject()) {
                addMap(field.getKey(), field.getValue(), name, fragment);
            } else {
                addPlain(whole, field.getKey(), field.getKey(), field.getValue(), fragment);
            }
        });
        merged.addObject()
                .put("suite", fragment.suite())
                .put("arm", fragment.arm())
                .put("scorer", fragment.scorer())
                .put("renamed", taken);
    }

    private void addMap(String map, JsonNode entries, UnaryOperator<String> name, Fragment fragment) {
        ObjectNode target = whole.withObjectProperty(map);
        entries.fields().forEachRemaining(entry -> {
            String task = name.apply(entry.getKey());
            JsonNode value = renamed(map, entry.getValue(), name);
            if (target.path(task).isObject() && value.isObject()) {
                ObjectNode there = (ObjectNode) target.get(task);
                value.fields()
                        .forEachRemaining(each -> addPlain(
                                there,
                                each.getKey(),
                                map + "/" + task + "/" + each.getKey(),
                                each.getValue(),
                                fragment));
            } else {
                addPlain(target, task, map + "/" + task, value, fragment);
            }
        });
    }

    /** Tasks named inside a value: a group's parts, and the name that a table shows. */
    private static JsonNode renamed(String map, JsonNode value, UnaryOperator<String> name) {
        if (map.equals("group_subtasks") && value.isArray()) {
            ArrayNode parts = JsonNodeFactory.instance.arrayNode();
            value.forEach(part -> parts.add(part.isTextual() ? parts.textNode(name.apply(part.asText())) : part));
            return parts;
        }
        JsonNode copy = value.deepCopy();
        for (String field : List.of("alias", "task")) {
            if (copy.path(field).isTextual()) {
                ((ObjectNode) copy).put(field, name.apply(copy.get(field).asText()));
            }
        }
        return copy;
    }

    private void addPlain(ObjectNode target, String key, String path, JsonNode value, Fragment fragment) {
        JsonNode there = target.get(key);
        if (there == null) {
            target.set(key, value);
        } else if (!there.equals(value)) {
            ObjectNode other = differing.withArrayProperty(path).addObject();
            other.put("suite", fragment.suite()).put("arm", fragment.arm()).put("scorer", fragment.scorer());
            other.set("value", value);
        }
    }
}
