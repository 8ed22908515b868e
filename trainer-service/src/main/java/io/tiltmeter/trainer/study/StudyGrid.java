package io.tiltmeter.trainer.study;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.request.StudyRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A study request, expanded: each named condition with each point of the grid. Where each setting of a condition stands in
 * the request is kept for faults.
 *
 * @param design what the runs are to be
 * @param places for each condition, of each of its own settings, the place such as {@code vary.learning_rate[1]}
 * @param notes what was left out since it is there twice, in sentences
 */
public record StudyGrid(StudyDesign design, List<Map<String, String>> places, List<String> notes) {
    /** No study has more. */
    public static final int MAX_RUNS = 1_000;

    private static final int MAX_VALUES = 100;
    private static final String ONLY_CONDITION = "all";

    /** A named condition, or none. */
    private record Named(int number, String name, Map<String, Object> settings) {}

    /** A point of the grid: a value of each varied field, and the number of each in its list, from 1. */
    private record Point(Map<String, Object> values, List<Integer> numbers) {}

    /**
     * What is wrong with a request as a whole; its settings are checked run by run. Nothing is expanded.
     *
     * @param request that its schema allows; each list of {@code vary} is checked here
     */
    public static List<Fault> faults(StudyRequest request) {
        List<Fault> faults = new ArrayList<>();
        request.runs().forEach((field, value) -> setting("runs." + field, field, value, faults));
        refuse(request.runs().containsKey(StudyRequest.NAME), "runs.name", faults);
        request.vary().forEach((field, values) -> {
            setting("vary." + field, field, values.stream().anyMatch(Objects::isNull) ? null : values, faults);
            refuse(field.equals(StudyRequest.NAME), "vary.name", faults);
            if (values.isEmpty() || values.size() > MAX_VALUES) {
                faults.add(new Fault(
                        "vary." + field,
                        values.size() + " values",
                        "1 to " + MAX_VALUES + " values",
                        "send a list of the values to compare, or the one value in runs"));
            }
        });
        conditions(request, faults);
        if (faults.isEmpty()) {
            size(request, faults);
        }
        return faults;
    }

    private static void refuse(boolean isName, String place, List<Fault> faults) {
        if (isName) {
            faults.add(new Fault(place, "", "not a known field", "names belong to the elements of conditions"));
        }
    }

    private static void setting(String place, String field, Object value, List<Fault> faults) {
        if (value == null) {
            faults.add(new Fault(place, "null", "not null", "leave it out for its default"));
        } else if (field.equals("seed")) {
            faults.add(new Fault(place, "", "not set here: each run has its seed", "send the seeds in seeds"));
        } else if (field.equals("run_name")) {
            faults.add(new Fault(
                    place, "", "not set here: runs are named after study, condition and seed", "leave it out"));
        }
    }

    private static void conditions(StudyRequest request, List<Fault> faults) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < request.conditions().size(); i++) {
            Map<String, Object> condition = request.conditions().get(i);
            String place = "conditions[" + i + "].";
            String name = String.valueOf(condition.get(StudyRequest.NAME));
            Integer other = first.putIfAbsent(name, i);
            if (other != null && !request.conditions().get(other).equals(condition)) {
                faults.add(new Fault(
                        place + StudyRequest.NAME,
                        name,
                        "the name of conditions[" + other + "] too, which has other settings",
                        "give it another name"));
            }
            for (String field : condition.keySet()) {
                setting(place + field, field, condition.get(field), faults);
                if (request.vary().containsKey(field) && !StudyDesign.OWN_FIELDS.contains(field)) {
                    faults.add(new Fault(
                            place + field,
                            String.valueOf(condition.get(field)),
                            "not set here: vary." + field + " gives its values",
                            "leave it out here or there"));
                }
            }
        }
    }

    /** Conditions that a study has already, with other settings. */
    public static List<Fault> clashes(StudyDesign design, List<Map<String, Object>> further) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < further.size(); i++) {
            Map<String, Object> settings = new LinkedHashMap<>(further.get(i));
            String name = String.valueOf(settings.remove(StudyRequest.NAME));
            if (design.conditions().stream()
                    .anyMatch(condition -> condition.name().equals(name)
                            && !condition.settings().equals(settings))) {
                faults.add(new Fault(
                        "conditions[" + i + "]." + StudyRequest.NAME,
                        name,
                        "the name of a condition of this study, which has other settings",
                        "give it another name"));
            }
        }
        return faults;
    }

    private static void size(StudyRequest request, List<Fault> faults) {
        List<String> factors = new ArrayList<>();
        double runs = 1;
        if (!request.conditions().isEmpty()) {
            int conditions = new LinkedHashSet<>(request.conditions()).size();
            factors.add(conditions + " conditions");
            runs *= conditions;
        }
        for (Map.Entry<String, List<Object>> field : request.vary().entrySet()) {
            int values = new LinkedHashSet<>(field.getValue()).size();
            factors.add(values + " values of " + field.getKey());
            runs *= values;
        }
        int seeds = new LinkedHashSet<>(request.seeds()).size();
        factors.add(seeds + " seeds");
        runs *= seeds;
        if (runs > MAX_RUNS) {
            faults.add(new Fault(
                    request.vary().isEmpty() ? "seeds" : "vary",
                    String.format(Locale.ROOT, "%.0f runs (%s)", runs, String.join(" x ", factors)),
                    "at most " + MAX_RUNS + " runs in a study",
                    "send fewer values or seeds, or several studies"));
        }
    }

    /** @param request in which {@link #faults} finds none */
    public static StudyGrid of(StudyRequest request) {
        List<String> notes = new ArrayList<>();
        List<Point> points = List.of(new Point(Map.of(), List.of()));
        for (Map.Entry<String, List<Object>> field : request.vary().entrySet()) {
            points = extended(points, field, notes);
        }
        List<Condition> conditions = new ArrayList<>();
        List<Map<String, String>> places = new ArrayList<>();
        Set<String> taken = new TreeSet<>();
        for (Named named : named(request, notes)) {
            for (Point point : points) {
                Map<String, Object> settings = new LinkedHashMap<>(named.settings());
                settings.putAll(point.values());
                String name = point.values().isEmpty()
                        ? named.name().isEmpty() ? ONLY_CONDITION : named.name()
                        : ConditionName.of(named.name(), point.values(), point.numbers(), taken);
                taken.add(name);
                conditions.add(new Condition(name, settings));
                places.add(places(named, point));
            }
        }
        List<Long> seeds = distinctSeeds(request.seeds(), notes);
        return new StudyGrid(
                new StudyDesign(
                        request.settings(),
                        conditions,
                        seeds,
                        new StudyDatasets(request.mixtures(), request.suites()),
                        request.compare(),
                        request.criteria()),
                places,
                notes);
    }

    /** Each seed once, in the order of the first; a note says which was there again. */
    public static List<Long> distinctSeeds(List<Long> seeds, List<String> notes) {
        Set<Long> distinct = new LinkedHashSet<>();
        for (int i = 0; i < seeds.size(); i++) {
            if (!distinct.add(seeds.get(i))) {
                notes.add("seeds[" + i + "] " + seeds.get(i) + " is there already: identical requests are one run");
            }
        }
        return List.copyOf(distinct);
    }

    private static List<Point> extended(List<Point> points, Map.Entry<String, List<Object>> field, List<String> notes) {
        Set<Object> distinct = new LinkedHashSet<>();
        List<Point> extended = new ArrayList<>();
        for (int i = 0; i < field.getValue().size(); i++) {
            if (!distinct.add(field.getValue().get(i))) {
                notes.add("vary." + field.getKey() + "[" + i + "] is there already: identical requests are one run");
            }
        }
        for (Point point : points) {
            for (Object value : distinct) {
                Map<String, Object> values = new LinkedHashMap<>(point.values());
                values.put(field.getKey(), value);
                List<Integer> numbers = new ArrayList<>(point.numbers());
                numbers.add(field.getValue().indexOf(value) + 1);
                extended.add(new Point(values, numbers));
            }
        }
        return extended;
    }

    private static List<Named> named(StudyRequest request, List<String> notes) {
        if (request.conditions().isEmpty()) {
            return List.of(new Named(-1, "", Map.of()));
        }
        List<Named> named = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < request.conditions().size(); i++) {
            Map<String, Object> settings =
                    new LinkedHashMap<>(request.conditions().get(i));
            String name = String.valueOf(settings.remove(StudyRequest.NAME));
            if (names.add(name)) {
                named.add(new Named(i, name, settings));
            } else {
                notes.add("conditions[" + i + "] " + name + " is there already: identical requests are one run");
            }
        }
        return named;
    }

    private static Map<String, String> places(Named named, Point point) {
        Map<String, String> places = new HashMap<>();
        named.settings().keySet().forEach(field -> places.put(field, "conditions[" + named.number() + "]." + field));
        int index = 0;
        for (String field : point.values().keySet()) {
            places.put(field, "vary." + field + "[" + (point.numbers().get(index++) - 1) + "]");
        }
        return places;
    }
}
