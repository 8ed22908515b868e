package io.tiltmeter.results.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows of a results file are parts of another row that has a number: those below a group in {@code group_subtasks}, or,
 * where the file has no such field (v0.4.0 and v0.4.1), those that the {@code alias} of the harness's own table sets
 * further in than the group before them. Parts of a group without a number stand for themselves.
 */
final class GroupParts {
    /** The alias of a row below a group: {@code " - humanities"}, {@code "  - anatomy"}. */
    private static final Pattern BELOW = Pattern.compile("( +)- .*", Pattern.DOTALL);

    private final Map<String, Set<String>> partsOfGroup = new HashMap<>();

    private GroupParts() {}

    /**
     * Names of the parts.
     *
     * @param withNumber names of the rows that have a main metric
     */
    static Set<String> of(JsonNode groupSubtasks, JsonNode results, Set<String> withNumber) {
        GroupParts groups = new GroupParts();
        if (groupSubtasks.isObject()) {
            groupSubtasks
                    .properties()
                    .forEach(group -> group.getValue().forEach(part -> groups.add(group.getKey(), part.asText())));
        } else {
            groups.addByAlias(results);
        }
        Set<String> parts = new HashSet<>();
        withNumber.forEach(group -> groups.collect(group, parts));
        return parts;
    }

    private void add(String group, String part) {
        if (!part.equals(group)) {
            partsOfGroup.computeIfAbsent(group, name -> new TreeSet<>()).add(part);
        }
    }

    private void addByAlias(JsonNode results) {
        Deque<Map.Entry<String, Integer>> above = new ArrayDeque<>();
        results.properties().forEach(row -> {
            Matcher below = BELOW.matcher(row.getValue().path("alias").asText(""));
            int depth = below.matches() ? below.group(1).length() : 0;
            while (!above.isEmpty() && above.peek().getValue() >= depth) {
                above.pop();
            }
            if (depth > 0 && !above.isEmpty()) {
                add(above.peek().getKey(), row.getKey());
            }
            above.push(Map.entry(row.getKey(), depth));
        });
    }

    private void collect(String group, Set<String> parts) {
        Deque<String> open = new ArrayDeque<>(List.of(group));
        Set<String> seen = new HashSet<>(List.of(group));
        while (!open.isEmpty()) {
            for (String part : partsOfGroup.getOrDefault(open.pop(), Set.of())) {
                if (seen.add(part)) {
                    parts.add(part);
                    open.push(part);
                }
            }
        }
    }
}
