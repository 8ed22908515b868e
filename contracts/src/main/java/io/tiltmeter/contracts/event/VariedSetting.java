package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value of a setting that differs between conditions of a study, beside the value that the first condition has.
 *
 * @param setting its request name
 * @param value empty if the conditions leave it out
 * @param referenceValue that of the first condition; likewise
 * @param pairs conditions that differ in this setting alone, at least one
 */
public record VariedSetting(String setting, Optional<Object> value, Optional<Object> referenceValue, List<Pair> pairs) {
    public VariedSetting {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two conditions.
     *
     * @param reference the name of the one that has the reference value
     * @param condition the name of the one that has the value
     */
    public record Pair(String reference, String condition) {}

    /**
     * Every setting of a study that has such conditions, each with its values in the order of the conditions.
     *
     * @param settings of all runs
     * @param conditions in their order
     */
    public static List<VariedSetting> of(Map<String, Object> settings, List<Condition> conditions) {
        List<Map<String, Object>> whole = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Condition condition : conditions) {
            Map<String, Object> merged = new LinkedHashMap<>(settings);
            merged.putAll(condition.settings());
            whole.add(merged);
            names.addAll(condition.settings().keySet());
        }
        List<VariedSetting> varied = new ArrayList<>();
        names.forEach(name -> varied.addAll(of(name, whole, conditions)));
        return varied;
    }

    private static List<VariedSetting> of(
            String setting, List<Map<String, Object>> settings, List<Condition> conditions) {
        Optional<Object> first = Optional.ofNullable(settings.get(0).get(setting));
        Map<Map<String, Object>, String> references = new LinkedHashMap<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (Optional.ofNullable(settings.get(i).get(setting)).equals(first)) {
                references.putIfAbsent(
                        without(setting, settings.get(i)), conditions.get(i).name());
            }
        }
        Map<Optional<Object>, List<Pair>> pairs = new LinkedHashMap<>();
        for (int i = 0; i < conditions.size(); i++) {
            Optional<Object> value = Optional.ofNullable(settings.get(i).get(setting));
            String reference = references.get(without(setting, settings.get(i)));
            if (!value.equals(first) && reference != null) {
                pairs.computeIfAbsent(value, each -> new ArrayList<>())
                        .add(new Pair(reference, conditions.get(i).name()));
            }
        }
        return pairs.entrySet().stream()
                .map(each -> new VariedSetting(setting, each.getKey(), first, each.getValue()))
                .toList();
    }

    private static Map<String, Object> without(String setting, Map<String, Object> settings) {
        Map<String, Object> others = new LinkedHashMap<>(settings);
        others.remove(setting);
        return others;
    }
}
