package io.tiltmeter.results.persistence;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.Bounded;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Imported scores. They never replace those of our own evaluators. */
@Singleton
public class ImportedScoreRepository implements PanacheRepositoryBase<EvaluationEntity, Long> {
    /**
     * One suite's score at one checkpoint; imported files keep it as a line of JSON.
     *
     * @param items how many were scored; 0 if the file does not say
     * @param epochs passes over the mixture; 0 if the file does not say
     * @param version in place of the hash of a suite's items
     * @param charted whether it is a point of a chart
     * @param engine what computed it, according to the file
     * @param model in place of the hash of its weights
     * @param writtenAt when it was computed, as far as that is known
     */
    public record ImportedScore(
            int step,
            String suiteId,
            String task,
            SuiteKind kind,
            String arm,
            String scorer,
            int items,
            double epochs,
            @JsonUnwrapped Measured measured,
            String version,
            boolean charted,
            String engine,
            String model,
            Instant writtenAt) {}

    /**
     * The numbers of a score.
     *
     * @param context the counterfactual accuracy of a knowledge-conflict suite
     * @param memory its parametric accuracy, if there is one
     * @param correct the accuracy of a standard suite; empty if the task has none
     * @param metrics further numbers by the names of lm-evaluation-harness
     */
    public record Measured(
            Optional<Bounded> context,
            Optional<Bounded> memory,
            Optional<Bounded> correct,
            SortedMap<String, Double> metrics) {}

    /**
     * The score that is stored under the identity of another.
     *
     * @param imported whether it came from a file, and not from our own evaluators
     * @param published whether an event of that import was published
     * @param fileSha256 that file's hash, or that of our outcomes
     */
    public record ExistingScore(
            boolean imported,
            boolean published,
            String engine,
            String taskVersion,
            Optional<Double> value,
            SortedMap<String, Double> metrics,
            String fileSha256) {}

    /** The scores that are stored under the identities of these, where there are any; of several versions the newest. */
    public Map<ImportedScore, ExistingScore> existing(String runId, Collection<ImportedScore> rows) {
        Map<Identity, EvaluationEntity> stored = new HashMap<>();
        find("runId = ?1 and step in ?2", Sort.by("scorerVersion"), runId, each(rows, ImportedScore::step))
                .list()
                .forEach(row -> stored.put(Identity.of(row), row));
        Map<ImportedScore, ExistingScore> existing = new HashMap<>();
        rows.forEach(row -> Optional.ofNullable(stored.get(Identity.of(row)))
                .ifPresent(found -> existing.put(row, existing(found))));
        return existing;
    }

    /** Deletes what an earlier import of this part stored. */
    public void clear(RunImported event) {
        delete("runId = ?1 and importPart = ?2 and imported", event.runId(), event.part());
    }

    /** Stores scores, except where our own evaluators or a later import have stored one. The caller holds the lock of the run. */
    public void store(RunImported event, List<ImportedScore> rows) {
        Set<Identity> wanted = rows.stream().map(Identity::of).collect(Collectors.toSet());
        Set<Identity> taken = new HashSet<>();
        List<Long> earlier = new ArrayList<>();
        for (Taken each : taken(event, each(rows, ImportedScore::step))) {
            if (wanted.contains(each.identity()) && each.earlier()) {
                earlier.add(each.id());
            } else {
                taken.add(each.identity());
            }
        }
        if (!earlier.isEmpty()) {
            delete("id in ?1", earlier);
        }
        for (ImportedScore row : rows) {
            if (taken.add(Identity.of(row))) {
                persist(entity(event, row));
            }
        }
    }

    /** Marks a run's evaluations of a suite, stored with their items, as belonging to this import. */
    public void mark(RunImported event, String suiteId, String scorer) {
        update(
                "imported = true, importPart = ?1, importedAt = ?2"
                        + " where runId = ?3 and suiteId = ?4 and scorer = ?5 and importPart is null",
                event.part(),
                event.importedAt(),
                event.runId(),
                suiteId,
                scorer);
    }

    private List<Taken> taken(RunImported event, Set<Integer> steps) {
        return getEntityManager()
                .createQuery("""
                        select id, step, suiteId, arm, scorer, case when imported and (importedAt is null
                            or (importedAt, importPart) < (:importedAt, :part)) then true else false end
                        from Evaluation where runId = :run and step in :steps
                        """, Taken.class)
                .setParameter("importedAt", event.importedAt())
                .setParameter("part", event.part())
                .setParameter("run", event.runId())
                .setParameter("steps", steps)
                .getResultList();
    }

    private static ExistingScore existing(EvaluationEntity found) {
        return new ExistingScore(
                found.imported,
                found.importPart != null,
                found.engine,
                found.itemsSha256,
                Optional.ofNullable(found.correctValue),
                found.metrics,
                found.outcomesSha256);
    }

    private static EvaluationEntity entity(RunImported event, ImportedScore score) {
        EvaluationEntity row = new EvaluationEntity();
        row.runId = event.runId();
        row.step = score.step();
        row.suiteId = score.suiteId();
        row.arm = score.arm();
        row.scorer = score.scorer();
        row.scorerVersion = 1;
        row.task = score.task();
        row.kind = score.kind();
        row.itemCount = score.items();
        row.epochs = score.epochs();
        Measured measured = score.measured();
        row.contextValue = measured.context().map(Bounded::value).orElse(0.0);
        row.contextLow = measured.context().flatMap(Bounded::low).orElse(null);
        row.contextHigh = measured.context().flatMap(Bounded::high).orElse(null);
        row.memoryValue = measured.memory().map(Bounded::value).orElse(null);
        row.memoryLow = measured.memory().flatMap(Bounded::low).orElse(null);
        row.memoryHigh = measured.memory().flatMap(Bounded::high).orElse(null);
        row.correctValue = measured.correct().map(Bounded::value).orElse(null);
        row.correctLow = measured.correct().flatMap(Bounded::low).orElse(null);
        row.correctHigh = measured.correct().flatMap(Bounded::high).orElse(null);
        row.itemsSha256 = score.version();
        row.outcomesSha256 = event.source().sha256();
        row.weightsSha256 = score.model();
        row.engine = score.engine();
        row.replica = "";
        row.finishedAt = score.writtenAt();
        row.metrics = EvaluationEntity.Numbers.of(measured.metrics());
        row.imported = true;
        row.charted = score.charted();
        row.sameItems = score.kind() == SuiteKind.KNOWLEDGE_CONFLICT
                && event.sameItems().orElse(false);
        row.importPart = event.part();
        row.importedAt = event.importedAt();
        return row;
    }

    private static <T> Set<T> each(Collection<ImportedScore> rows, Function<ImportedScore, T> aspect) {
        return rows.stream().map(aspect).collect(Collectors.toSet());
    }

    /** What an imported score is of; its scorer has one version. */
    private record Identity(int step, String suiteId, String arm, String scorer) {
        static Identity of(ImportedScore row) {
            return new Identity(row.step(), row.suiteId(), row.arm(), row.scorer());
        }

        static Identity of(EvaluationEntity row) {
            return new Identity(row.step, row.suiteId, row.arm, row.scorer);
        }
    }

    /** @param earlier whether it came with an earlier import */
    record Taken(Long id, int step, String suiteId, String arm, String scorer, boolean earlier) {
        private Identity identity() {
            return new Identity(step, suiteId, arm, scorer);
        }
    }
}
