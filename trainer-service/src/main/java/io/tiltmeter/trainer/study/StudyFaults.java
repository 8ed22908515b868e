package io.tiltmeter.trainer.study;

import io.tiltmeter.contracts.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Faults of the runs of a study at their places in the study's request. A fault that several runs share is one; if not all
 * conditions have it, it names those that have.
 */
public final class StudyFaults {
    private static final int MAX_FAULTS = 100;
    private static final int NAMES_LISTED = 3;

    private final StudyGrid grid;
    private final Set<String> knownFields;
    private final Map<Fault, Set<String>> conditions = new LinkedHashMap<>();
    private final Set<String> unknownFields = new HashSet<>();

    /** @param knownFields of a run request: an unknown one is wrong whatever its value is */
    public StudyFaults(StudyGrid grid, Set<String> knownFields) {
        this.grid = grid;
        this.knownFields = Set.copyOf(knownFields);
    }

    /** Whether so many were found that further runs need not be checked. */
    public boolean areEnough() {
        return conditions.size() >= MAX_FAULTS;
    }

    /**
     * Adds the faults of a run.
     *
     * @param condition the number of its condition, from 0
     */
    public void add(int condition, List<Fault> ofRun) {
        String name = grid.design().conditions().get(condition).name();
        for (Fault fault : ofRun) {
            String top = topLevel(fault.field(), grid.places().get(condition));
            Fault placed = placed(condition, top, fault);
            if (knownFields.contains(top)) {
                conditions
                        .computeIfAbsent(placed, each -> new LinkedHashSet<>())
                        .add(name);
            } else if (unknownFields.add(placed.field())) {
                conditions.put(placed, Set.of());
            }
        }
    }

    private Fault placed(int condition, String top, Fault fault) {
        String place = grid.places().get(condition).getOrDefault(top, "runs." + top);
        if (place.startsWith("vary.") && !knownFields.contains(top)) {
            place = place.substring(0, place.lastIndexOf('['));
        }
        return new Fault(place + fault.field().substring(top.length()), fault.value(), fault.limit(), fault.remedy());
    }

    /** {@code suites[2]} as {@code suites}; an unknown field may contain such characters itself. */
    private static String topLevel(String field, Map<String, String> places) {
        int end = 0;
        while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
            end++;
        }
        return places.containsKey(field) || end == 0 ? field : field.substring(0, end);
    }

    /** All of them, with the conditions they belong to. */
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        conditions.forEach((fault, names) ->
                faults.add(new Fault(fault.field(), fault.value(), fault.limit() + where(names), fault.remedy())));
        return faults;
    }

    private String where(Set<String> names) {
        if (names.isEmpty() || names.size() == grid.design().conditions().size()) {
            return "";
        }
        String listed = names.stream().limit(NAMES_LISTED).collect(Collectors.joining(", "));
        return " (" + (names.size() == 1 ? "condition " : "conditions ") + listed
                + (names.size() > NAMES_LISTED ? " and " + (names.size() - NAMES_LISTED) + " more" : "") + ")";
    }
}
