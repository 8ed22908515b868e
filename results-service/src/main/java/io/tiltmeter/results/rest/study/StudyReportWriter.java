package io.tiltmeter.results.rest.study;

import static java.util.stream.Collectors.joining;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.study.StudyMatrix;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.export.study.StudyFigure;
import io.tiltmeter.results.export.study.StudyFigures;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredScore.Provenance;
import io.tiltmeter.results.rest.study.StudyReport.Calls;
import io.tiltmeter.results.rest.study.StudyReport.Labelled;
import io.tiltmeter.results.rest.study.StudyReport.Suite;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.servicekit.json.Json;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes the report of a study. It has no clock: the same results give the same bytes. */
final class StudyReportWriter {
    private static final int MOST_SUITES = 200;
    private static final int HASH_DIGITS = 12;

    private final StudyMatrix found;
    private final StudyResponse study;
    private final String query;

    /** @param query the series that was read */
    StudyReportWriter(StudyMatrix found, SeriesQuery query) {
        this.found = found;
        this.study = StudyResponse.of(found);
        this.query = parameters(query);
    }

    /** Qute escapes every expression of an HTML template that is not marked as raw; the pictures alone are. */
    @CheckedTemplate(basePath = "study")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance report(StudyReport report);
    }

    String html() {
        return Templates.report(report()).render();
    }

    private StudyReport report() {
        StudyFigures figures = new StudyFigures(found);
        ReportTables tables = new ReportTables(study, query);
        List<String> notes = new ArrayList<>(study.notes());
        List<Suite> suites = suites();
        if (suites.size() > MOST_SUITES) {
            notes.add("of " + suites.size() + " versions of suites the first " + MOST_SUITES + " are listed");
            suites = suites.subList(0, MOST_SUITES);
        }
        String path = "/api/v1/studies/" + study.studyId();
        return new StudyReport(
                study.studyId(),
                new Calls(
                        path + query,
                        path + (query.isEmpty() ? "?" : query + "&") + "format=csv",
                        path + "/report" + query,
                        path + "/figures/",
                        query),
                about(),
                labelled(study.settings()),
                suites,
                findings(),
                tables.criteria(),
                notes,
                study.seeds().stream().map(seed -> Long.toString(seed)).toList(),
                tables.matrix(),
                tables.cells(),
                tables.conditions(),
                tables.differences(),
                tables.matched(),
                figures.curves(),
                figures.standardMeans(),
                StudyFigure.style());
    }

    private List<Labelled> about() {
        Instant newest = found.cells().stream()
                .flatMap(cell -> cell.run().stream())
                .map(run -> run.state().updatedAt())
                .reduce(study.updatedAt(), (one, other) -> one.isAfter(other) ? one : other);
        long judged = study.cells().stream()
                .filter(cell -> cell.verdict().isPresent())
                .count();
        return List.of(
                new Labelled("requested", study.createdAt().toString()),
                new Labelled("last change of the study or of a run", newest.toString()),
                new Labelled("revision of the study", Long.toString(study.revision())),
                new Labelled("version of the verdict's rule", Integer.toString(VerdictRule.VERSION)),
                new Labelled(
                        "cells",
                        study.conditions().size() + " conditions with "
                                + study.seeds().size() + " seeds; " + judged + " of "
                                + study.cells().size() + " have a verdict"),
                new Labelled("reference", study.reference()));
    }

    /**
     * What the study is about; what each condition shows, of drops, of accuracies at the end and at equal standard mean; and likewise
     * what each setting does, where that is a mean over several pairs of conditions.
     */
    private List<String> findings() {
        Stream<Optional<StudyResponse.Difference>> ofConditions = study.conditions().stream()
                .flatMap(condition -> Stream.of(
                        condition.difference(),
                        condition.atEnd(),
                        condition.atEqualStandardMean().flatMap(EqualStandardMeanResponse::difference)));
        Stream<Optional<StudyResponse.Difference>> ofSettings = study.effects().stream()
                .filter(effect -> effect.pairs().size() > 1)
                .flatMap(effect -> Stream.of(effect.drop(), effect.atEnd(), effect.atEqualStandardMean()));
        return Stream.concat(
                        study.answers().stream(),
                        Stream.concat(ofConditions, ofSettings)
                                .flatMap(Optional::stream)
                                .map(StudyResponse.Difference::sentence))
                .distinct()
                .toList();
    }

    private List<Suite> suites() {
        Map<List<String>, Set<String>> runs = new TreeMap<>((one, other) -> {
            int unlike = 0;
            while (unlike < one.size() - 1 && one.get(unlike).equals(other.get(unlike))) {
                unlike++;
            }
            return one.get(unlike).compareTo(other.get(unlike));
        });
        found.cells().stream()
                .map(CellFinding::scored)
                .flatMap(Optional::stream)
                .forEach(run -> shown(run)
                        .forEach(score -> runs.computeIfAbsent(suite(run, score), key -> new TreeSet<>())
                                .add(run.run().state().runId())));
        return runs.entrySet().stream()
                .map(each -> new Suite(
                        each.getKey().get(0),
                        each.getKey().get(1),
                        each.getKey().get(2),
                        each.getKey().get(3),
                        each.getKey().get(4),
                        each.getValue().size()))
                .toList();
    }

    private static Collection<StoredScore> shown(ScoredRun run) {
        return run.scores().stream()
                .filter(score -> !run.names().conflict().contains(run.nameOf(score)) || run.isShown(score))
                .toList();
    }

    private static List<String> suite(ScoredRun run, StoredScore score) {
        Provenance measured = score.provenance();
        String hash = measured.itemsSha256();
        return List.of(
                run.nameOf(score),
                Json.name(score.kind()).replace('_', ' '),
                hash.substring(0, Math.min(HASH_DIGITS, hash.length())),
                measured.scorer() + " v" + measured.scorerVersion(),
                measured.arm());
    }

    private static List<Labelled> labelled(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(each -> new Labelled(each.getKey(), text(each.getValue())))
                .toList();
    }

    /** A setting's value as people write it. */
    static String text(Object value) {
        if (value instanceof String words) {
            return words;
        }
        return value instanceof Double number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : Json.write(value);
    }

    private static String parameters(SeriesQuery query) {
        Map<String, String> given = new TreeMap<>();
        query.suite().ifPresent(suite -> given.put("suite", suite));
        query.scorer().ifPresent(scorer -> given.put("scorer", scorer));
        query.arm().ifPresent(arm -> given.put("arm", arm));
        query.slice().ifPresent(slice -> given.put("slice", slice));
        if (query.items() != SeriesQuery.DEFAULT.items()) {
            given.put("items", query.items().id());
        }
        return given.isEmpty()
                ? ""
                : given.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(joining("&", "?", ""));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
