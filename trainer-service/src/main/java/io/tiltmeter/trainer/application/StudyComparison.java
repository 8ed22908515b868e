package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.trainer.study.StudyDesign;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What differs between a study that is stored and one of the same id that is requested. */
@Singleton
final class StudyComparison {
    private static final int MAX_DIFFERENCES = 5;

    private final StudyRequests requests;

    StudyComparison(StudyRequests requests) {
        this.requests = requests;
    }

    /** In words, with both values; empty if their runs, and the order of their conditions, are the same. */
    Optional<String> difference(StudyDesign stored, StudyDesign sent) {
        List<String> differences = new ArrayList<>();
        if (!stored.seeds().equals(sent.seeds())) {
            differences.add("seeds " + stored.seeds() + " there, " + sent.seeds() + " here");
        }
        if (!stored.criteria().equals(sent.criteria())) {
            differences.add("other criteria, which cannot be changed once a study is accepted");
        }
        if (!stored.compare().equals(sent.compare())) {
            differences.add("another setting to compare by");
        }
        if (!stored.datasets().mixtures().equals(sent.datasets().mixtures())) {
            differences.add("other mixtures");
        }
        if (!stored.datasets().suites().equals(sent.datasets().suites())) {
            differences.add("other suites");
        }
        List<String> names = names(stored);
        if (!names.equals(names(sent))) {
            differences.add("conditions " + names + " there, " + names(sent) + " here");
        } else {
            long seed = stored.seeds().get(0);
            for (int i = 0; i < names.size() && differences.size() < MAX_DIFFERENCES; i++) {
                add(
                        names.get(i),
                        requests.effective(stored, stored.conditions().get(i), seed),
                        requests.effective(sent, sent.conditions().get(i), seed),
                        differences);
            }
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", differences.subList(0, Math.min(MAX_DIFFERENCES, differences.size())))
                        + (differences.size() > MAX_DIFFERENCES ? "; and more" : ""));
    }

    private static void add(String condition, JsonNode stored, JsonNode sent, List<String> differences) {
        Set<String> fields = new TreeSet<>();
        stored.fieldNames().forEachRemaining(fields::add);
        sent.fieldNames().forEachRemaining(fields::add);
        fields.stream()
                .filter(field -> !stored.path(field).equals(sent.path(field)))
                .forEach(field -> differences.add("in condition " + condition + " " + field + " " + value(stored, field)
                        + " there, " + value(sent, field) + " here"));
    }

    private static String value(JsonNode request, String field) {
        return request.has(field) ? request.get(field).toString() : "left out";
    }

    private static List<String> names(StudyDesign design) {
        return design.conditions().stream().map(Condition::name).toList();
    }
}
