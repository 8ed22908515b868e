package io.tiltmeter.dataset.application;

import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Removes files that were sent, once nothing is made from them: also those of a process that died meanwhile. */
@Singleton
public class UploadSweep {
    private static final Logger LOG = Logger.getLogger(UploadSweep.class);
    private static final Duration SURELY_FORGOTTEN = Duration.ofHours(1);

    private final ArtifactStore artifacts;
    private final Transactions transactions;
    private final DatasetRepository datasets;

    public UploadSweep(ArtifactStore artifacts, Transactions transactions, DatasetRepository datasets) {
        this.artifacts = artifacts;
        this.datasets = datasets;
        this.transactions = transactions;
    }

    void start(@Observes StartupEvent event) throws IOException {
        sweep(Instant.now().minus(SURELY_FORGOTTEN));
    }

    /** Removes what came before this time and no source is being made from. */
    public void sweep(Instant before) throws IOException {
        Set<String> inUse = inUse();
        for (Map.Entry<String, Instant> file :
                artifacts.files(IncomingFiles.UPLOADS).entrySet()) {
            if (file.getValue().isBefore(before) && !inUse.contains(file.getKey())) {
                artifacts.delete(file.getKey());
                LOG.infof("forgotten upload removed file=%s", file.getKey());
            }
        }
    }

    /** Removes a file that was sent, unless a source is being made from the same bytes. */
    void letGo(ArtifactRef file) throws IOException {
        if (IncomingFiles.isUpload(file) && !inUse().contains(file.path())) {
            artifacts.delete(file.path());
        }
    }

    private Set<String> inUse() {
        DatasetRepository.Wanted building =
                new DatasetRepository.Wanted(DatasetKind.SOURCE, Optional.of("building"), Optional.empty());
        return transactions.runPatiently(handle -> datasets.list(handle, building, Integer.MAX_VALUE, 0).stream()
                .map(dataset -> SourceMaker.recipe(dataset).file().path())
                .collect(Collectors.toSet()));
    }
}
