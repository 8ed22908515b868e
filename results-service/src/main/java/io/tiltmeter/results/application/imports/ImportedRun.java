package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.persistence.ImportRepository.StoredImport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a run that consists of imports. */
public final class ImportedRun {
    private ImportedRun() {}

    /** A run as its imports describe it, independent of the order in which they arrived. */
    public static RunUpdated of(String runId, List<StoredImport> all) {
        int steps = all.stream().mapToInt(each -> each.event().lastStep()).max().orElseThrow();
        Instant first = all.stream()
                .map(StoredImport::firstImportedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = all.get(all.size() - 1).event().importedAt();
        String name = all.stream()
                .map(each -> each.event().runName())
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later)
                .orElse(runId);
        Map<String, Object> config = all.stream()
                .map(each -> each.event().model())
                .filter(model -> !model.isBlank())
                .findFirst()
                .map(model -> Map.<String, Object>of("model_name_or_path", model))
                .orElse(Map.of());
        return new RunUpdated(
                runId,
                name,
                0,
                RunStatus.COMPLETED,
                new RunUpdated.Progress(steps, steps, 0, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                CheckpointPlan.NONE,
                List.of(),
                config,
                "",
                first,
                last);
    }
}
