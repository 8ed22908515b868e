package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.RunImported;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The imports of runs. Of those of one part the latest counts, in whatever order they arrive. */
@Singleton
public class ImportRepository implements PanacheRepositoryBase<RunImportEntity, RunImportEntity.Id> {
    /**
     * The latest import of a part.
     *
     * @param firstImportedAt when its part was imported for the first time
     */
    public record StoredImport(RunImported event, Instant firstImportedAt) {}

    /**
     * Stores an import in place of earlier ones of its part. The caller holds the lock of the run.
     *
     * @return false if it is stored already, or a later one is
     */
    public boolean keep(RunImported event) {
        Optional<RunImportEntity> stored = findByIdOptional(new RunImportEntity.Id(event.runId(), event.part()));
        stored.filter(each -> event.importedAt().isBefore(each.firstImportedAt))
                .ifPresent(each -> each.firstImportedAt = event.importedAt());
        if (stored.isPresent() && !stored.get().isBefore(event)) {
            return false;
        }
        RunImportEntity row = stored.orElseGet(() -> unstored(event));
        row.importedAt = event.importedAt();
        row.fileSha256 = event.file().sha256();
        row.document = event;
        persist(row);
        return true;
    }

    /** Imports that were replaced by later ones do not count as the first of their part any more, up to this time. */
    public void forgetImportsUntil(String runId, Instant time) {
        update("firstImportedAt = importedAt where runId = ?1 and firstImportedAt <= ?2", runId, time);
    }

    private static RunImportEntity unstored(RunImported event) {
        RunImportEntity row = new RunImportEntity();
        row.runId = event.runId();
        row.part = event.part();
        row.firstImportedAt = event.importedAt();
        return row;
    }

    /** The latest import of each part of a run, by time. */
    public List<StoredImport> ofRun(String runId) {
        return getEntityManager()
                .createQuery(
                        "select document, firstImportedAt from RunImport where runId = :run order by importedAt, part",
                        StoredImport.class)
                .setParameter("run", runId)
                .getResultList();
    }

    public Optional<RunImported> ofPart(String runId, String part) {
        return getEntityManager()
                .createQuery("select document from RunImport where runId = :run and part = :part", RunImported.class)
                .setParameter("run", runId)
                .setParameter("part", part)
                .getResultStream()
                .findFirst();
    }

    /** Stores training losses, in nats per token, in place of earlier ones of the part. */
    public void storeLosses(RunImported event, SortedMap<Integer, Double> byStep) {
        getEntityManager()
                .createQuery("delete from ImportedLoss where runId = :run and part = :part")
                .setParameter("run", event.runId())
                .setParameter("part", event.part())
                .executeUpdate();
        byStep.forEach((step, loss) -> {
            ImportedLossEntity row = new ImportedLossEntity();
            row.runId = event.runId();
            row.part = event.part();
            row.step = step;
            row.lossNats = loss;
            getEntityManager().persist(row);
        });
    }

    /** Imported training losses of each of these runs by step; where parts differ, that of the part whose name sorts last. */
    public Map<String, SortedMap<Integer, Double>> losses(Collection<String> runIds) {
        Map<String, SortedMap<Integer, Double>> losses = new HashMap<>();
        if (!runIds.isEmpty()) {
            getEntityManager()
                    .createQuery("from ImportedLoss where runId in :runs", ImportedLossEntity.class)
                    .setParameter("runs", runIds)
                    .getResultStream()
                    .sorted(Comparator.comparing(row -> row.part))
                    .forEach(row -> losses.computeIfAbsent(row.runId, run -> new TreeMap<>())
                            .put(row.step, row.lossNats));
        }
        return losses;
    }
}
