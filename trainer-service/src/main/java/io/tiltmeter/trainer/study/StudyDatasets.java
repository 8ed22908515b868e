package io.tiltmeter.trainer.study;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.request.SeedTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mixtures and suites that a study requests of the dataset-service for its runs, once for each seed.
 *
 * @param mixtures requests, in whose texts {@code {seed}} stands for the seed
 * @param suites likewise
 */
public record StudyDatasets(List<Map<String, Object>> mixtures, List<Map<String, Object>> suites) {
    /** Those of a study whose mixtures and suites are requested otherwise. */
    public static final StudyDatasets NONE = new StudyDatasets(List.of(), List.of());

    /** No study requests more. */
    public static final int MAX_REQUESTS = 2_000;

    public StudyDatasets {
        mixtures = List.copyOf(mixtures);
        suites = List.copyOf(suites);
    }

    /**
     * A mixture or suite that is requested.
     *
     * @param place of its request in that of the study, such as {@code mixtures[0]}
     * @param request with a seed
     */
    public record Requested(Kind kind, String place, Map<String, Object> request) {
        /** The field of a request that names what it makes. */
        public String idField() {
            return kind == Kind.MIXTURE ? "mixture_id" : "suite_id";
        }

        /** The id that it will have; empty if the request has none. */
        public String id() {
            return request.get(idField()) instanceof String id ? id : "";
        }

        /** The schema of its request. */
        public String schema() {
            return kind == Kind.MIXTURE ? "mixture-request" : "suite-request";
        }
    }

    public boolean isEmpty() {
        return mixtures.isEmpty() && suites.isEmpty();
    }

    /** The ids of this kind for these seeds. */
    public List<String> ids(Kind kind, List<Long> seeds) {
        return requested(seeds).stream()
                .filter(each -> each.kind() == kind)
                .map(Requested::id)
                .distinct()
                .toList();
    }

    /** Every request for these seeds, the mixtures first; a request in which no text names the seed is there once. */
    public List<Requested> requested(List<Long> seeds) {
        List<Requested> requested = new ArrayList<>();
        add(Kind.MIXTURE, "mixtures", mixtures, seeds, requested);
        add(Kind.SUITE, "suites", suites, seeds, requested);
        return requested;
    }

    private static void add(
            Kind kind, String field, List<Map<String, Object>> templates, List<Long> seeds, List<Requested> requested) {
        for (int i = 0; i < templates.size(); i++) {
            String place = field + "[" + i + "]";
            Map<String, Object> template = templates.get(i);
            seeds.stream()
                    .map(seed -> SeedTexts.request(template, seed))
                    .distinct()
                    .forEach(request -> requested.add(new Requested(kind, place, request)));
        }
    }

    /** What is wrong with them as a whole; each request is checked by its schema. */
    public List<Fault> faults(List<Long> seeds) {
        List<Fault> faults = new ArrayList<>();
        long requests = (long) (mixtures.size() + suites.size()) * seeds.size();
        if (requests > MAX_REQUESTS) {
            faults.add(new Fault(
                    "seeds",
                    requests + " mixtures and suites for " + seeds.size() + " seeds",
                    "at most " + MAX_REQUESTS,
                    "send fewer seeds, or several studies"));
            return faults;
        }
        Map<String, Fault> found = new LinkedHashMap<>();
        Map<String, Requested> first = new HashMap<>();
        for (Requested each : requested(seeds)) {
            String place = each.place() + "." + each.idField();
            if (each.id().isEmpty()) {
                found.putIfAbsent(
                        place,
                        new Fault(
                                place, "", "is required in a study", "send the id by which the runs name it, a text"));
                continue;
            }
            Requested other = first.putIfAbsent(each.kind() + " " + each.id(), each);
            if (other != null && !other.request().equals(each.request())) {
                found.putIfAbsent(
                        place,
                        new Fault(
                                place,
                                each.id(),
                                other.place().equals(each.place())
                                        ? "the same for two seeds, whose requests differ"
                                        : "that of " + other.place() + " too, which is another request",
                                other.place().equals(each.place())
                                        ? "send an id with " + SeedTexts.SEED + " in it"
                                        : "send another id"));
            }
        }
        faults.addAll(found.values());
        return faults;
    }
}
