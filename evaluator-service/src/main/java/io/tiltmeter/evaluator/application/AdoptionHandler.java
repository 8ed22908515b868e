package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptedFolder;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.adoption.TrainerState;
import io.tiltmeter.evaluator.adoption.UnusableFolder;
import io.tiltmeter.evaluator.persistence.AdoptedFolderRepository;
import io.tiltmeter.evaluator.persistence.AdoptedRunRepository;
import io.tiltmeter.evaluator.persistence.AdoptionRepository;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Adopts one checkpoint: stores its files, then stores row and events in one transaction. */
@Singleton
public class AdoptionHandler implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(AdoptionHandler.class);

    private final CheckpointDirectories directories;
    private final AdoptedFolderRepository folders;
    private final AdoptionRepository checkpoints;
    private final AdoptedRunRepository runs;
    private final AdoptionService adoptions;
    private final WorkRepository work;
    private final PatientTransactions transactions;

    public AdoptionHandler(
            CheckpointDirectories directories,
            AdoptedFolderRepository folders,
            AdoptionRepository checkpoints,
            AdoptedRunRepository runs,
            AdoptionService adoptions,
            WorkRepository work,
            PatientTransactions transactions) {
        this.directories = directories;
        this.folders = folders;
        this.checkpoints = checkpoints;
        this.runs = runs;
        this.adoptions = adoptions;
        this.work = work;
        this.transactions = transactions;
    }

    @Override
    public String kind() {
        return AdoptionRepository.KIND;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        AdoptionTask task = checkpoints.task(lease.item());
        try {
            adopt(lease, task);
        } catch (UnusableFolder e) {
            String reason = task.folder() + ": " + e.getMessage();
            if (e.isPerhapsUnfinished()) {
                throw new IOException(reason, e);
            }
            throw new IllegalArgumentException(reason, e);
        } catch (FileSystemException e) {
            throw new IOException(task.folder() + ": " + withoutPath(e), e);
        }
    }

    /** Messages to users carry no path of this machine. */
    private static String withoutPath(FileSystemException e) {
        String file = e.getFile() == null
                ? "a file"
                : String.valueOf(Path.of(e.getFile()).getFileName());
        String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return file + " cannot be stored: " + why + "; see that the folder stays as it is and that there is room";
    }

    private void adopt(Lease lease, AdoptionTask requested) throws UnusableFolder, IOException {
        Instant startedAt = Instant.now();
        AdoptedRun run = transactions
                .call(() -> runs.run(requested.runId()))
                .orElseThrow(() -> new IllegalStateException("adopted run " + requested.runId() + " has no row"));
        Path path = directories.find(requested.folder()).path();
        Optional<Path> baseFolder = Optional.empty();
        if (requested.base().isPresent()) {
            baseFolder = Optional.of(directories.find(requested.base().get()).path());
        }
        AdoptedFolder folder = new AdoptedFolder(path, baseFolder.filter(base -> !base.equals(path)), directories);
        Optional<ArtifactRef> base = Optional.empty();
        if (folder.isAdapter() && folder.base().isPresent()) {
            AdoptedFolder whole = new AdoptedFolder(folder.base().get(), Optional.empty(), directories);
            base = Optional.of(folders.keep(whole, requested.storage(), run.template()));
        }
        ArtifactRef model = folders.keep(folder, requested.storage(), run.template());
        String weights = folders.weightsSha256(model, base);
        TrainerState state = TrainerState.read(path);
        AdoptionTask task = requested.completed(state);
        CheckpointReady event = event(run, task, requested.totalSteps(run, state), model, base, weights);
        work.complete(lease, () -> adoptions.adopted(lease.item(), task, event));
        LOG.infof(
                "checkpoint adopted run=%s step=%d folder=%s model=%s bytes=%d took=%s",
                task.runId(),
                task.step(),
                task.folder(),
                model.uri(),
                model.bytes(),
                Duration.between(startedAt, Instant.now()));
    }

    private static CheckpointReady event(
            AdoptedRun run,
            AdoptionTask task,
            int totalSteps,
            ArtifactRef model,
            Optional<ArtifactRef> base,
            String weights) {
        return new CheckpointReady(
                run.runId(),
                run.runId(),
                task.step(),
                totalSteps,
                task.epochs().orElse(0.0),
                model,
                base,
                weights,
                run.template(),
                run.suites(),
                task.lossNats().orElse(0.0),
                Instant.now(),
                Optional.of(run.evaluation()));
    }

    @Override
    public void failed(WorkItem item, String reason) {
        AdoptionTask task = checkpoints.task(item);
        adoptions.givenUp(task);
        LOG.errorf(
                "adoption given up run=%s step=%d attempts=%d reason=%s",
                task.runId(), task.step(), item.attempt(), reason);
    }
}
